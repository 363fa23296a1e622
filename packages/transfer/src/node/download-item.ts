import { basename, resolve } from "node:path";
import { InvalidItemError } from "../errors/file-errors.ts";
import { type HttpAddress, parseHttpUrl } from "../http/http-url.ts";
import { type TargetGuard } from "./safe-target.ts";

/** A file to download. */
export interface DownloadItem {
  /** Where it is: http or https. A user and password in it become credentials for its origin. */
  readonly url: string | URL;
  /** Path of the file to write; relative to the option `root` if that is given, else to the working folder. */
  readonly target: string;
  /** Size that it must have, in bytes; `undefined` if not known. */
  readonly sizeBytes?: number | undefined;
  /** MD5 that it must have, in hexadecimal; `undefined` or `""` if not known. */
  readonly md5?: string | undefined;
}

/** A download that makes sense. */
export interface CheckedItem {
  readonly address: HttpAddress;
  /** Absolute. */
  readonly target: string;
  readonly sizeBytes: number | undefined;
  /** Lower case. */
  readonly md5: string | undefined;
  /** Of the folder that the target must not leave; `undefined` if the caller answers for it. */
  readonly guard: TargetGuard | undefined;
}

/**
 * Check what was asked for before anything happens.
 *
 * @param guard - Of the folder that targets must not leave; `undefined` if the caller answers for them.
 * @throws InvalidItemError, InvalidUrlError, UnsafePathError as their own words say.
 */
export async function checkItem(item: DownloadItem, guard: TargetGuard | undefined): Promise<CheckedItem> {
  const { sizeBytes, target } = item;
  if (typeof target !== "string") throw new InvalidItemError(String(target), "no target (expected the path of a file)");
  const md5 = item.md5 === undefined || item.md5 === "" ? undefined : item.md5.toLowerCase();
  if (sizeBytes !== undefined && !(Number.isSafeInteger(sizeBytes) && sizeBytes >= 0)) {
    throw new InvalidItemError(target, `a size of ${sizeBytes} bytes (expected a whole number from 0)`);
  }
  if (md5 !== undefined && !/^[0-9a-f]{32}$/.test(md5)) {
    throw new InvalidItemError(target, "an md5 that is none (expected 32 hexadecimal digits)");
  }
  if (target === "" || target.includes("\0") || basename(target) === "" || /[/\\]$/.test(target)) {
    throw new InvalidItemError(target, "a target that names no file");
  }
  const address = parseHttpUrl(item.url);
  const path = guard === undefined ? resolve(target) : await guard.place(target);
  return { address, target: path, guard, sizeBytes, md5 };
}

/** False where a page is what a file may be: a server may send one instead of an error, and only a hash would tell. */
export function refusesPages({ md5, target }: CheckedItem): boolean {
  return md5 === undefined && !/\.x?html?$/i.test(target);
}
