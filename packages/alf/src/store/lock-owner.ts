import { readFile } from "node:fs/promises";
import { hostname } from "node:os";
import { isMissing, systemCode } from "./file-errors.ts";

/** What a lock file says of its holder; files of other programs say less, or nothing. */
export interface LockOwner {
  readonly hostname?: string;
  readonly pid?: number;
  readonly token?: string;
}

/**
 * What a lock file of this process says, as JSON: machine, process, token.
 *
 * @param token - What only this lock, or only the locks of one group, say.
 * @param more - Facts for other readers of the file.
 */
export function lockText(token: string, more: Readonly<Record<string, string>> = {}): string {
  return JSON.stringify({ ...more, hostname: hostname(), pid: process.pid, token });
}

/** True if a lock file is there and is still one that was made with this token. */
export async function isLockOf(path: string, token: string): Promise<boolean> {
  return parseOwner(await lockContent(path))?.token === token;
}

/** The text of a lock file; `undefined` if there is none. */
export async function lockContent(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** What the text of a lock file says of its holder; `undefined` if it is not to be understood. */
export function parseOwner(content: string | undefined): LockOwner | undefined {
  try {
    const owner: unknown = JSON.parse(content ?? "");
    return typeof owner === "object" && owner !== null ? (owner as LockOwner) : undefined;
  } catch {
    return undefined; // made a moment ago, or by something else: who holds it is not known
  }
}

/** The holder for a message, e.g. `"process 17 on lab-pc"`. */
export function ownerName({ pid, hostname: machine }: LockOwner = {}): string {
  return pid === undefined ? "an unknown process" : `process ${pid} on ${machine ?? "an unknown machine"}`;
}

/** Whether the process of a holder is there: that cannot be known of other machines. */
export function ownerState({ pid, token, hostname: machine }: LockOwner = {}): "alive" | "ended" | "unknown" {
  if (pid === undefined || token === undefined || machine !== hostname()) return "unknown";
  try {
    return process.kill(pid, 0) ? "alive" : "ended";
  } catch (error) {
    return systemCode(error) === "EPERM" ? "alive" : "ended";
  }
}
