import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { uptime } from "node:os";
import { basename, dirname, join } from "node:path";
import { type FileVersion } from "../http/file-version.ts";
import { isMissing } from "./file-failure.ts";

/** Paths beside a target. All begin with a dot, so that no program takes them for datasets. */
export interface SidePaths {
  /** What has come so far. */
  readonly part: string;
  /** Which version of which file that belongs to. */
  readonly state: string;
  /** Held while somebody writes. */
  readonly lock: string;
}

/** The side paths of a target. */
export function sidePathsOf(target: string): SidePaths {
  const name = basename(target);
  // 255 bytes is the longest name of most file systems.
  const short = Buffer.byteLength(name) > 240 ? createHash("sha256").update(name).digest("hex") : name;
  const base = join(dirname(target), `.${short}`);
  return { part: `${base}.part`, state: `${base}.part.json`, lock: `${base}.lock` };
}

/** What a side file says. */
interface PartState extends FileVersion {
  /** SHA-256 of the address without its query: signed addresses differ from day to day, and may hold secrets. */
  readonly source: string;
  /** When the machine was started, in ms since 1970. */
  readonly bootedAtMs: number;
}

/** Remember which version the bytes of a part belong to. */
export async function writePartState(path: string, source: string, version: FileVersion): Promise<void> {
  const state: PartState = { ...version, source: sourceHash(source), bootedAtMs: bootedAtMs() };
  await writeFile(path, JSON.stringify(state), { mode: 0o600 });
}

/**
 * Which version the bytes of a part belong to.
 *
 * @param source - Address without its query.
 * @param verified - True if the whole will be compared with a known hash, so that nothing wrong can come of resuming.
 * @returns `undefined` if they belong to another address, or cannot be trusted.
 */
export async function readPartState(path: string, source: string, verified: boolean): Promise<FileVersion | undefined> {
  try {
    const state: unknown = JSON.parse(await readFile(path, "utf8"));
    if (!isState(state) || state.source !== sourceHash(source)) return undefined;
    // After a crash of the machine a file may be as long as it was and still lack its last pages.
    const sameBoot = Math.abs(state.bootedAtMs - bootedAtMs()) < 120_000;
    if (!sameBoot && !verified) return undefined;
    const { etag, lastModified, totalBytes } = state;
    return { etag, lastModified, totalBytes };
  } catch (error) {
    if (isMissing(error) || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isState(value: unknown): value is PartState {
  if (typeof value !== "object" || value === null) return false;
  const { source, bootedAtMs: booted, etag, lastModified, totalBytes } = value as Partial<PartState>;
  const texts = [etag, lastModified].every((text) => text === undefined || typeof text === "string");
  const size = totalBytes === undefined || typeof totalBytes === "number";
  return typeof source === "string" && typeof booted === "number" && texts && size;
}

function sourceHash(source: string): string {
  return createHash("sha256").update(source).digest("hex");
}

function bootedAtMs(): number {
  return Date.now() - uptime() * 1000;
}
