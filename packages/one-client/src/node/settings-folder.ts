import { chmod, mkdir, readFile, rm, unlink } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type FileLock, takeFileLock, writeFileAtomic } from "@neurophys/alf/store/node";
import { SettingsFileError, SettingsValueError } from "../settings/errors.ts";
import { type SettingsStorage } from "../settings/settings-context.ts";
import { systemCode } from "./system-code.ts";

/** Read and written by the owner alone. */
const OWNER_ONLY = 0o600;

/** With a sign that no key of a database has. */
const LOCK_FILE = ".settings~lock";

/** The lock of a folder of settings; `undefined` where none can be made, so that nothing can be written either. */
async function settingsLock(root: string, signal: AbortSignal | undefined): Promise<FileLock | undefined> {
  try {
    await mkdir(root, { recursive: true });
    return await takeFileLock(join(root, LOCK_FILE), {
      staleAfterMs: 5000,
      busyAfterMs: 10_000,
      giveUpAfterMs: 30_000,
      heldError: (owner) => new SettingsFileError(LOCK_FILE, root, `it let go by ${owner} within half a minute`),
      signal,
    });
  } catch (error) {
    signal?.throwIfAborted();
    if (reasonOf(error) === "") throw error;
    return undefined;
  }
}

/** The system's code, e.g. `: EACCES`; its message would repeat the path. */
function reasonOf(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) {
    const code = systemCode(at);
    if (code !== undefined) return `: ${code}`;
  }
  return "";
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === "ENOENT";

/**
 * Settings in a folder that Python's ONE uses too. Files are written atomically, those with tokens for the owner alone.
 *
 * @param folder - Made with the first file.
 * @see Source: `iblutil.io.params`, whose files everyone may read. The hidden mark of files on Windows is not set.
 */
export function settingsFolder(folder: string): SettingsStorage {
  const root = resolve(folder);
  const pathOf = (name: string): string => {
    // The system's separators on either system, and the end of a C string.
    if (!/^\.[^/\\\0]*[^/\\\0.]$/.test(name)) throw new SettingsValueError("ALYX_URL", "a URL that can name a file");
    return join(root, name);
  };
  return {
    location: root,
    async read(name) {
      const path = pathOf(name);
      try {
        return await readFile(path, "utf8");
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw new SettingsFileError(name, root, `a file that may be read${reasonOf(error)}`, { cause: error });
      }
    },
    async write(name, text, { isPrivate }) {
      const path = pathOf(name);
      const bytes = new TextEncoder().encode(text);
      try {
        await mkdir(root, { recursive: true });
        // Another program may have left it open for all: close it before the new content is there.
        if (isPrivate) await chmod(path, OWNER_ONLY).catch(() => undefined);
        await writeFileAtomic(path, bytes, isPrivate ? { mode: OWNER_ONLY } : {});
      } catch (cause) {
        throw new SettingsFileError(name, root, `a file that may be written, and room for it${reasonOf(cause)}`, {
          cause,
        });
      }
    },
    async remove(name) {
      const path = pathOf(name);
      try {
        await unlink(path);
        return true;
      } catch (error) {
        if (isMissing(error)) return false;
        throw new SettingsFileError(name, root, `a file that may be removed${reasonOf(error)}`, { cause: error });
      }
    },
    async alone(work, signal) {
      const lock = await settingsLock(root, signal);
      try {
        return await work();
      } finally {
        await lock?.release();
      }
    },
    async removeAll() {
      await rm(root, { recursive: true, force: true });
    },
  };
}
