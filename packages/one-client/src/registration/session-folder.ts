import {
  AlfInvalidError,
  formatSessionPath,
  getSessionPath,
  parseSessionPath,
  type SessionPathParts,
} from "@neurophys/alf";

/** A folder of a session on the disk, with its parts. */
export interface SessionFolder extends SessionPathParts {
  /** Absolute, `/`-separated. */
  readonly path: string;
  /** `subject/date/number`, as the database is told. */
  readonly session: string;
}

const EXPECTED = "[lab/Subjects/]subject/YYYY-MM-DD/number";

/** The parts that a folder ends with; `undefined` if they are not exactly its last components. */
function exactParts(folders: readonly string[]): SessionPathParts | undefined {
  const text = folders.join("/");
  try {
    const parts = parseSessionPath(text);
    return formatSessionPath(parts) === text ? parts : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The session that a path is, or lies in.
 *
 * @param path - Absolute, `/`-separated.
 * @throws AlfInvalidError (`alf/invalid`) if there is no folder `subject/YYYY-MM-DD/number` in it, or one whose date
 *   does not exist.
 * @see Source: `session_path_parts(get_session_path(…))`, as in ONE, `one/registration.py`. There a number of four digits
 *   is cut, and parts may come from a folder further up than the session.
 */
export function sessionFolderOf(path: string): SessionFolder {
  const folder = getSessionPath(path);
  if (folder === undefined) throw new AlfInvalidError(path, EXPECTED);
  const components = folder.split("/").filter((component) => component !== "");
  const withLab = components.at(-4) === "Subjects" ? exactParts(components.slice(-5)) : undefined;
  const parts = withLab ?? exactParts(components.slice(-3));
  if (parts === undefined) throw new AlfInvalidError(path, EXPECTED);
  return { ...parts, path: folder, session: `${parts.subject}/${parts.date}/${parts.number}` };
}

/** Path of a file below its session. */
export function belowSession(file: string, { path }: SessionFolder): string {
  return file.slice(path.length).replace(/^\/+/, "");
}
