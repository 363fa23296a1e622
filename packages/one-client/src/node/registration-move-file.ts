import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { copyFile, link, lstat, open, readlink, symlink, unlink } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import { md5File } from "@neurophys/alf/io/node";
import { FileChangedError } from "../registration/errors.ts";
import { systemCode } from "./system-code.ts";

/** What file systems answer that have no hard links, or where the target is another file system. */
const NO_LINKS: ReadonlySet<string | undefined> = new Set([
  "EPERM",
  "ENOTSUP",
  "ENOSYS",
  "EXDEV",
  "EMLINK",
  "EOPNOTSUPP",
]);

/**
 * A new name beside a path. One dot, so that no program that looks for datasets (`*.*.*`) takes it for one.
 */
export function temporaryBeside(path: string): string {
  return join(dirname(path), `.neurophys-${randomBytes(8).toString("hex")}~`);
}

/** Copy to a name that nobody has, and be sure of the copy before anything else happens. */
async function copyVerified(from: string, to: string): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_EXCL);
  try {
    const file = await open(to, "r+");
    await file.sync().finally(() => file.close());
    const [before, after] = [await md5File(from), await md5File(to)];
    if (before !== after) throw new FileChangedError(from);
  } catch (error) {
    await unlink(to);
    throw error;
  }
}

/** Put a link at a new place that leads where the old one leads. */
async function copyLink(from: string, to: string): Promise<void> {
  const text = await readlink(from);
  await symlink(isAbsolute(text) ? text : relative(dirname(to), resolve(dirname(from), text)), to);
}

/**
 * Move a file so that at every moment one whole copy has a name, and never onto another file.
 *
 * The new name is given before the old one is taken: by a hard link, or where there are none by a copy that is flushed
 * and compared. A symbolic link is made anew so that it leads to the same place.
 *
 * @throws the system's error with code `EEXIST` if the new name is taken.
 */
export async function moveFile(from: string, to: string): Promise<void> {
  if ((await lstat(from)).isSymbolicLink()) await copyLink(from, to);
  else {
    try {
      await link(from, to);
    } catch (error) {
      if (!NO_LINKS.has(systemCode(error))) throw error;
      await copyVerified(from, to);
    }
  }
  try {
    await unlink(from);
  } catch (error) {
    // The old name stays, so the new one goes.
    await unlink(to);
    throw error;
  }
}
