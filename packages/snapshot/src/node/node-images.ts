import { openAsBlob } from "node:fs";
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { svgToPng } from "@neurophys/figures/node";
import { ImageNotFoundError } from "../errors/note-errors.ts";
import { type ImageReader } from "../images/image-source.ts";

async function openPath(path: string): Promise<Blob> {
  const file = resolve(path);
  const facts = await stat(file).catch((cause: unknown) => {
    throw new ImageNotFoundError(path, { cause });
  });
  if (!facts.isFile()) throw new ImageNotFoundError(path);
  // Backed by the file: it is read while it is sent, and not before.
  return await openAsBlob(file);
}

async function drawSvg(svg: string): Promise<Uint8Array<ArrayBuffer>> {
  // A copy of its own: the bytes come out of native memory.
  return new Uint8Array(await svgToPng(svg, { scale: 2 }));
}

/** Opens images in Node: paths of files, which are read as they are sent, and SVG documents, drawn without a browser. */
export const nodeImages: ImageReader = { openPath, drawSvg };
