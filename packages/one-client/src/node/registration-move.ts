import { lstat, mkdir, rmdir, unlink } from "node:fs/promises";
import { dirname } from "node:path";
import { md5File } from "@neurophys/alf/io/node";
import { type Move, MovesNotUndoneError, MoveTargetExistsError } from "../registration/errors.ts";
import { type MovedFiles, type MoveOptions } from "../registration/registration-files.ts";
import { fileError } from "./registration-file-errors.ts";
import { moveFile, temporaryBeside } from "./registration-move-file.ts";
import { systemCode } from "./system-code.ts";

/** What has been done so far, in order. */
interface Journal {
  readonly moves: Move[];
  /** Files that gave way, under the names they have meanwhile. */
  readonly backups: string[];
  /** Folders that were not there before, the outer ones first. */
  readonly folders: string[];
}

/** Size of what lies at a place; or that nothing does, for want of an entry or because a file lies in place of a folder. */
async function lookAt(path: string): Promise<number | "nothing" | "below a file"> {
  try {
    return (await lstat(path)).size;
  } catch (error) {
    if (systemCode(error) === "ENOENT") return "nothing";
    if (systemCode(error) === "ENOTDIR") return "below a file";
    throw error;
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  const found = await lookAt(path);
  return typeof found === "number" ? found : undefined;
}

/** Whether a file may go to its new place: nothing is there, or nothing of which a byte would be lost. */
async function isFree({ from, to }: Move, signal?: AbortSignal): Promise<boolean> {
  try {
    const taken = await lookAt(to);
    if (taken === "nothing") return true;
    // Nothing that could give way lies there.
    if (taken === "below a file") throw new MoveTargetExistsError(from, to);
    const isSame = (await sizeOf(from)) === taken;
    return isSame && (await md5File(from, { signal })) === (await md5File(to, { signal }));
  } catch (error) {
    throw fileError(error, to, "read");
  }
}

/** {@link RegistrationFiles.blockedMoves} on the disk. */
export async function blockedMoves(moves: readonly Move[], signal?: AbortSignal): Promise<readonly Move[]> {
  const blocked: Move[] = [];
  for (const move of moves) if (!(await isFree(move, signal))) blocked.push(move);
  return blocked;
}

async function assertFree(moves: readonly Move[], replaceExisting: boolean): Promise<void> {
  const targets = new Set<string>();
  for (const move of moves) {
    if (targets.has(move.to)) throw new MoveTargetExistsError(move.from, move.to);
    targets.add(move.to);
  }
  if (replaceExisting) return;
  const [blocked] = await blockedMoves(moves);
  if (blocked !== undefined) throw new MoveTargetExistsError(blocked.from, blocked.to);
}

/** Folders of a path that have to be made, the outer ones first. */
async function makeFolder(folder: string, made: string[]): Promise<void> {
  const missing: string[] = [];
  for (let path = folder; (await sizeOf(path)) === undefined; path = dirname(path)) missing.unshift(path);
  for (const path of missing) {
    try {
      await mkdir(path);
      made.push(path);
    } catch (error) {
      // somebody else was quicker
      if (systemCode(error) !== "EEXIST") throw error;
    }
  }
}

async function step(journal: Journal, move: Move): Promise<void> {
  await moveFile(move.from, move.to);
  journal.moves.push(move);
}

async function carryOut(journal: Journal, { from, to }: Move): Promise<void> {
  await makeFolder(dirname(to), journal.folders);
  if ((await sizeOf(to)) !== undefined) {
    const backup = temporaryBeside(to);
    await step(journal, { from: to, to: backup });
    journal.backups.push(backup);
  }
  await step(journal, { from, to });
}

async function undo({ moves, folders }: Journal, cause: unknown): Promise<void> {
  const left: Move[] = [];
  const failures: unknown[] = [];
  for (const move of [...moves].reverse()) {
    await moveFile(move.to, move.from).catch((error: unknown) => {
      left.unshift(move);
      failures.push(fileError(error, move.to, "write"));
    });
  }
  // A folder that somebody has put something into stays.
  for (const folder of [...folders].reverse()) await rmdir(folder).catch(() => undefined);
  if (left.length > 0) throw new MovesNotUndoneError(left, { cause: new AggregateError([cause, ...failures]) });
}

/** {@link RegistrationFiles.move} on the disk. */
export async function moveFiles(
  moves: readonly Move[],
  { replaceExisting = false }: MoveOptions = {},
): Promise<MovedFiles> {
  const journal: Journal = { moves: [], backups: [], folders: [] };
  for (const move of moves) {
    if ((await sizeOf(move.from)) === undefined) {
      throw fileError(
        Object.assign(new Error("no such file"), { code: "ENOENT", syscall: "lstat" }),
        move.from,
        "read",
      );
    }
  }
  await assertFree(moves, replaceExisting);
  for (const move of moves) {
    try {
      await carryOut(journal, move);
    } catch (error) {
      const isTaken = systemCode(error) === "EEXIST";
      const cause = isTaken ? new MoveTargetExistsError(move.from, move.to, { cause: error }) : error;
      await undo(journal, cause);
      throw isTaken ? cause : fileError(error, move.to, "write");
    }
  }
  return {
    keep: async () => {
      // What cannot be removed keeps its temporary name; the files that were registered are in place.
      for (const backup of journal.backups) await unlink(backup).catch(() => undefined);
    },
    undo: async (cause) => await undo(journal, cause),
  };
}
