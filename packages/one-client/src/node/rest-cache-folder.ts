import { readdir, readFile, unlink } from "node:fs/promises";
import { join, resolve } from "node:path";
import { writeFileAtomic } from "@neurophys/alf/store/node";
import { type AnswerStorage } from "../alyx/client/rest-cache.ts";

/** Names are SHA-1 sums; whatever else lies in the folder is not ours to touch. */
const NAME = /^[0-9a-f]{40}$/;
/** Answers may hold what only this user may see. */
const OWNER_ONLY = 0o600;

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === "ENOENT";

/**
 * Answers in a folder that Python's ONE uses too, a file each, written atomically.
 *
 * @param folder - The `.rest` folder in that of a database's files; made with the first answer.
 * @see Source: `_cache_response` in ONE, `one/webclient.py`.
 */
export function restCacheFolder(folder: string): AnswerStorage {
  const root = resolve(folder);
  return {
    async read(name) {
      try {
        return await readFile(join(root, name), "utf8");
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    async write(name, text) {
      await writeFileAtomic(join(root, name), new TextEncoder().encode(text), { mode: OWNER_ONLY });
    },
    async remove(name) {
      try {
        await unlink(join(root, name));
      } catch (error) {
        // Another program may have been faster.
        if (!isMissing(error)) throw error;
      }
    },
    async names() {
      try {
        return (await readdir(root)).filter((name) => NAME.test(name));
      } catch (error) {
        if (isMissing(error)) return [];
        throw error;
      }
    },
  };
}
