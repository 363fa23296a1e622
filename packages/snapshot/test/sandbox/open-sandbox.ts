import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type AlyxClient, createAlyxClient } from "@neurophys/one-client/alyx";
import { createSandbox, type Sandbox } from "@neurophys/sandbox/node";
import { imageSize } from "image-size";
import { type NamedImage, type NoteRecord } from "../../src/index.ts";
import { pngOf } from "../small-images.ts";

/** A lab in a box, with a client that is logged in and a probe insertion with its session. */
export interface OpenedSandbox {
  readonly sandbox: Sandbox;
  readonly alyx: AlyxClient;
  readonly eid: string;
  readonly pid: string;
  /** How many image files the database keeps. */
  countFiles(): Promise<number>;
  /** Width and height of a note's image as it is on the disk. */
  sizeOf(note: NoteRecord | undefined): Promise<string>;
}

/** Starts a lab with made-up data; the caller closes it. */
export async function openSandbox(): Promise<OpenedSandbox> {
  const sandbox = await createSandbox({ seed: "demo" });
  const { alyxUrl: baseUrl, username, token } = sandbox;
  const alyx = createAlyxClient({ baseUrl, username, token, cache: { mode: null } });
  const [insertion] = await alyx.list("insertions");
  const media = join(sandbox.folder, "media");
  return {
    sandbox,
    alyx,
    eid: String(insertion?.["session"]),
    pid: String(insertion?.["id"]),
    countFiles: async () => {
      const entries = await readdir(media, { recursive: true, withFileTypes: true });
      return entries.filter((entry) => entry.isFile()).length;
    },
    sizeOf: async (note) => {
      const path = decodeURIComponent(String(note?.image).split("/uploaded/")[1] ?? "");
      const { width, height } = imageSize(new Uint8Array(await readFile(join(media, path))));
      return `${width}x${height}`;
    },
  };
}

/** An image whose name the database would cut or fail at. */
export function figureOf(width: number, height: number): NamedImage {
  return { name: "a figure (1).of.many dots.png", data: pngOf(width, height) };
}
