import { randomInt } from "node:crypto";
import { failAs } from "../rest/refusal.ts";

/** Longest path of an image below the folder of media. */
const MAX_PATH = 100;
const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const RANDOM_LETTERS = 7;

/** A name without what file systems and addresses dislike: spaces become `_`, brackets and the like go. */
const validName = (name: string): string =>
  name
    .trim()
    .replaceAll(" ", "_")
    .replace(/[^-\p{L}\p{N}\p{M}_.]/gu, "");

/** A path with the record's id before the extension, in the folder of the day. */
export function pathOfImage(name: string, { objectId, day }: { objectId: string; day: string }): string {
  const dot = name.lastIndexOf(".");
  const [base, extension] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ""];
  return `${day}/${validName(`${base}.${objectId}${extension}`)}`;
}

function withRandom(root: string, extension: string): string {
  const letters = Array.from({ length: RANDOM_LETTERS }, () => LETTERS[randomInt(LETTERS.length)]).join("");
  return `${root}_${letters}${extension}`;
}

/**
 * A path that is free and short enough: else seven random letters are put behind the part before the first dot, which is
 * shortened until the path fits.
 *
 * @throws Refusal with the original's words if nothing is left of that part.
 * @see Source: `Storage.get_available_name` of Django.
 */
export async function availablePath(path: string, isTaken: (path: string) => Promise<boolean>): Promise<string> {
  const slash = path.lastIndexOf("/");
  const folder = path.slice(0, slash);
  const name = path.slice(slash + 1);
  const dot = name.indexOf(".", 1);
  const extension = dot < 0 ? "" : name.slice(dot);
  let root = dot < 0 ? name : name.slice(0, dot);
  let candidate = path;
  while (candidate.length > MAX_PATH || (await isTaken(candidate))) {
    candidate = `${folder}/${withRandom(root, extension)}`;
    const excess = candidate.length - MAX_PATH;
    if (excess <= 0) continue;
    root = root.slice(0, -excess);
    if (root === "") {
      throw failAs(
        `Storage can not find an available filename for "${candidate}". Please make sure that the corresponding file field allows sufficient "max_length".`,
      );
    }
    candidate = `${folder}/${withRandom(root, extension)}`;
  }
  return candidate;
}
