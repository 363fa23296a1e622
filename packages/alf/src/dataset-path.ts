import {
  type DatasetNameParts,
  FILE_SOURCE,
  filenameParts,
  formatFilename,
  hasTwoDots,
  isValid,
  type MaybeParts,
  NAME_PARTS,
  parseFilename,
  partsFrom,
  WORD,
} from "./dataset-name.ts";
import { AlfInvalidError } from "./errors.ts";
import { childPath, normalizePath, splitName, stripSlashes } from "./posix-path.ts";
import { type CompatOptions, SESSION, SESSION_PARTS, SESSION_SOURCE, type SessionPathParts } from "./session-path.ts";

const FOLDERS = `(?:(?<collection>[${WORD}./-]+)\\/)?(?:#(?<revision>[${WORD}.-]+)#\\/)?`;
const REL = new RegExp(`^${FOLDERS}${FILE_SOURCE}`, "u");
const FOLDER = new RegExp(`(?<session>${SESSION_SOURCE})\\/${FOLDERS}`, "u");

/** Collection and revision, the folders between session and file. */
export interface CollectionParts {
  /** One or more folders, `/`-separated. */
  readonly collection: string | undefined;
  /** Without its `#`. */
  readonly revision: string | undefined;
}

/** The parts of a path below the session folder. */
export interface RelPathParts extends CollectionParts, DatasetNameParts {}

/** The parts of a folder in or below a session. */
export interface FolderParts extends SessionPathParts, CollectionParts {}

/** The twelve parts of a whole path; those of the session or of the file are `undefined` where there is none. */
export type FullPathParts = MaybeParts<FolderParts & DatasetNameParts>;

const FOLDER_PARTS: readonly (keyof FolderParts)[] = [...SESSION_PARTS, "collection", "revision"];
const REL_PARTS: readonly (keyof RelPathParts)[] = ["collection", "revision", ...NAME_PARTS];

/**
 * Parts of a path relative to its session, all `undefined` if it does not follow the rule.
 *
 * @param path - `[collection/][#revision#/]filename`.
 * @see Source: `rel_path_parts(…, assert_valid=False)` in `one/alf/path.py`.
 */
export function relPathParts(path: string): MaybeParts<RelPathParts> {
  return partsFrom<RelPathParts>(REL_PARTS, REL.exec(path));
}

/**
 * Parse a path relative to its session.
 *
 * @throws {@link AlfInvalidError} if it does not follow `[collection/][#revision#/]filename`.
 * @see Source: `rel_path_parts` in `one/alf/path.py`.
 */
export function parseRelPath(path: string): RelPathParts {
  const parts = relPathParts(path);
  if (parts.object === undefined)
    throw new AlfInvalidError(path, "[collection/][#revision#/]object.attribute.extension");
  return parts as RelPathParts;
}

/** Write a path relative to its session from its parts, the inverse of {@link parseRelPath}. */
export function formatRelPath(parts: RelPathParts): string {
  const { collection, revision } = parts;
  return `${collection ? `${collection}/` : ""}${revision ? `#${revision}#/` : ""}${formatFilename(parts)}`;
}

/** Match of a folder, and whether nothing of the path is left over. */
function matchFolder(path: string): { readonly match: RegExpExecArray | null; readonly whole: boolean } {
  const folder = path === "" || path.endsWith("/") ? path : `${path}/`;
  const match = FOLDER.exec(folder);
  return { match, whole: match !== null && match.index + match[0].length === folder.length };
}

/**
 * Parts of a folder in or below a session, all `undefined` if there is no session in it. What follows the part that fits
 * is dropped in silence: `…/#r#/alf` has a revision and no collection.
 *
 * @see Source: `folder_parts(…, assert_valid=False)` in `one/alf/path.py`.
 */
export function folderParts(path: string): MaybeParts<FolderParts> {
  return partsFrom<FolderParts>(FOLDER_PARTS, matchFolder(path).match);
}

/**
 * Parse a folder in or below a session.
 *
 * @throws {@link AlfInvalidError} if there is no session in the path.
 * @see Source: `folder_parts` in `one/alf/path.py`.
 */
export function parseFolder(path: string): FolderParts {
  const parts = folderParts(path);
  if (parts.subject === undefined)
    throw new AlfInvalidError(path, "subject/YYYY-MM-DD/number[/collection][/#revision#]");
  return parts as FolderParts;
}

const NO_FOLDER = folderParts("");
const NO_FILE = filenameParts("");

/**
 * Parts of a whole path. A last component with at least two dots is taken as a file, anything else as a folder.
 *
 * @see Source: `full_path_parts(…, assert_valid=False)` in `one/alf/path.py`.
 */
export function fullPathParts(path: string): FullPathParts {
  const whole = normalizePath(path);
  const [folder, name] = splitName(whole);
  if (!hasTwoDots(name)) return { ...folderParts(whole), ...NO_FILE };
  return { ...(whole.includes("/") ? folderParts(folder) : NO_FOLDER), ...filenameParts(name) };
}

/**
 * Parse a whole path: a folder in or below a session, a file below a session, or a bare file name.
 *
 * @throws {@link AlfInvalidError} if a part that must be there is not, or if a folder has parts that do not fit.
 * @see Source: `full_path_parts` in `one/alf/path.py`; there a folder of a collection of several levels
 *   (`…/alf/probe00`) is refused (only with `compat`).
 */
export function parseFullPath(path: string, options: CompatOptions = {}): FullPathParts {
  const whole = normalizePath(path);
  const [folder, name] = splitName(whole);
  if (hasTwoDots(name)) {
    return { ...(whole.includes("/") ? parseFolder(folder) : NO_FOLDER), ...parseFilename(name) };
  }
  const parts = parseFolder(whole);
  const fits = options.compat
    ? name === `#${parts.revision}#` || Object.values(parts).includes(name)
    : matchFolder(whole).whole;
  if (!fits) throw new AlfInvalidError(path, "nothing but collection and #revision# below the session");
  return { ...parts, ...NO_FILE };
}

/**
 * The ALF part of a path: from lab or subject on if there is a session in it, else the whole path if it is relative to a
 * session, else the file name; `undefined` if nothing follows the rule.
 *
 * @see Source: `get_alf_path` in `one/alf/path.py`.
 */
export function getAlfPath(path: string): string | undefined {
  const text = stripSlashes(path);
  const session = SESSION.exec(text);
  if (session !== null) return text.slice(session.index);
  const name = text.slice(text.lastIndexOf("/") + 1);
  if (!isValid(name)) return undefined;
  return REL.test(text) ? text : name;
}

/**
 * The path of a file without its revision folder.
 *
 * @throws {@link AlfInvalidError} if the file is not below a session.
 * @see Source: `without_revision` in `one/alf/path.py`. Folders after the revision are dropped, as there; a session
 *   whose date does not exist is no crash here.
 */
export function withoutRevision(path: string): string {
  const [folder, name] = splitName(path);
  const { collection } = parseFolder(folder);
  const { match } = matchFolder(folder);
  const session = folder.slice(0, (match?.index ?? 0) + (match?.groups?.["session"]?.length ?? 0));
  return childPath(session, collection ?? "", name);
}
