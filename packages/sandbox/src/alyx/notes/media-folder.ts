import { randomUUID } from "node:crypto";
import { access, link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { availablePath, pathOfImage } from "./stored-name.ts";

/** What decides on the name of a stored image. */
export interface ImageNaming {
  readonly objectId: string;
  /** `YYYY/MM/DD`. */
  readonly day: string;
  /** Images that were made anew carry the id twice, as the original saves them twice. */
  readonly isMadeAnew: boolean;
}

const isErrorCode = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code;

/** The folder that images of notes are kept in. */
export class MediaFolder {
  readonly #root: string;

  constructor(root: string) {
    this.#root = resolve(root);
  }

  /** Where a path below the folder is on the disk; `undefined` for one that leads out of it. */
  pathOf(path: string): string | undefined {
    const full = resolve(this.#root, path);
    const inside = relative(this.#root, full);
    return inside === "" || inside.startsWith("..") ? undefined : full;
  }

  async #isTaken(path: string): Promise<boolean> {
    try {
      await access(join(this.#root, path));
      return true;
    } catch {
      return false;
    }
  }

  /**
   * Stores an image under a name that no other has, whole or not at all.
   *
   * @returns its path below the folder.
   * @throws Refusal with the original's words if its name cannot be made short enough.
   */
  async store(name: string, bytes: Uint8Array, { objectId, day, isMadeAnew }: ImageNaming): Promise<string> {
    const isTaken = (path: string): Promise<boolean> => this.#isTaken(path);
    const first = await availablePath(pathOfImage(name, { objectId, day }), isTaken);
    const second = (): string => pathOfImage(first.slice(first.lastIndexOf("/") + 1), { objectId, day });
    const folder = join(this.#root, day);
    await mkdir(folder, { recursive: true });
    const draft = join(folder, `.${randomUUID()}.part`);
    await writeFile(draft, bytes, { flag: "wx" });
    try {
      for (;;) {
        const path = isMadeAnew ? await availablePath(second(), isTaken) : await availablePath(first, isTaken);
        // A link fails if another request has taken the name in the meantime; a rename would overwrite it.
        if (await linked(draft, join(this.#root, path))) return path;
      }
    } finally {
      await rm(draft, { force: true });
    }
  }

  /** Removes an image; one that is gone already is no fault. */
  async remove(path: string): Promise<void> {
    const full = this.pathOf(path);
    if (full !== undefined) await rm(full, { force: true });
  }

  /** The bytes of an image; `undefined` if there is none. */
  async read(path: string): Promise<Uint8Array | undefined> {
    const full = this.pathOf(path);
    if (full === undefined) return undefined;
    try {
      return await readFile(full);
    } catch (error) {
      if (isErrorCode(error, "ENOENT") || isErrorCode(error, "EISDIR") || isErrorCode(error, "ENOTDIR"))
        return undefined;
      throw error;
    }
  }
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await mkdir(dirname(to), { recursive: true });
    await link(from, to);
    return true;
  } catch (error) {
    if (isErrorCode(error, "EEXIST")) return false;
    throw error;
  }
}
