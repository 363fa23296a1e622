import { stat } from "node:fs/promises";
import { md5File } from "@neurophys/alf/io/node";
import { FileSystemError } from "../errors/file-errors.ts";
import { type CheckedItem } from "./download-item.ts";
import { isMissing } from "./file-failure.ts";

/** A file that is there and right, as far as is known. */
export interface CachedFile {
  readonly sizeBytes: number;
  readonly md5: string | undefined;
}

/**
 * Look for a file that is there already.
 *
 * @param withMd5 - Hash it also if nothing is expected.
 * @returns `undefined` if there is none, or one of another size or hash.
 * @throws FileSystemError if a folder or a device has its name.
 */
export async function findCached(
  item: CheckedItem,
  withMd5: boolean,
  signal: AbortSignal | undefined,
): Promise<CachedFile | undefined> {
  const stats = await stat(item.target).catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  if (stats === undefined) return undefined;
  if (!stats.isFile()) throw new FileSystemError(item.target, stats.isDirectory() ? "EISDIR" : "ENXIO");
  if (item.sizeBytes !== undefined && stats.size !== item.sizeBytes) return undefined;
  if (item.md5 === undefined && !withMd5) return { sizeBytes: stats.size, md5: undefined };
  const md5 = await md5File(item.target, { signal });
  return item.md5 === undefined || item.md5 === md5 ? { sizeBytes: stats.size, md5 } : undefined;
}
