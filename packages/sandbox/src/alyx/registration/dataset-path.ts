import { folderParts } from "@neurophys/alf";
import { refuseOwn } from "../rest/refusal.ts";

/** Where a file of a request belongs. */
export interface DatasetPlace {
  /** File name. */
  readonly name: string;
  /** Folders below the session; empty for none. */
  readonly collection: string;
  /** Without its `#`; empty for none. */
  readonly revision: string;
  /** Path below a repository. */
  readonly relativePath: string;
}

/** The beginning of a path: which session it is. */
export interface SessionPath {
  readonly subject: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly number: number;
}

const SESSION = /^(?<subject>[\w.-]+)\/(?<date>\d{4}-\d{2}-\d{2})\/(?<number>\d{1,3})(?![0-9])/;
const ONE_REVISION =
  "Invalid ALF path. There must be only 1 revision and it cannot containsub folders. A revision folder must be surrounded by pound signs (#).";
const LETTERS =
  "Invalid ALF path. Only letters, numbers, hyphen and underscores allowed. A revision folder must be surrounded by pound signs (#).";

/** The session at the beginning of a path; `undefined` if there is none. */
export function parseSessionPath(path: string): SessionPath | undefined {
  const { subject, date, number } = SESSION.exec(path)?.groups ?? {};
  if (subject === undefined || date === undefined) return undefined;
  return { subject, date, number: Number(number) };
}

/** A path with plain slashes only. */
export const plainPath = (path: string): string => path.replaceAll("\\", "/").replaceAll("//", "/");

const joined = (...parts: readonly string[]): string => parts.filter((part) => part !== "").join("/");

/**
 * Where a file of a session belongs.
 *
 * @throws Refusal if there is more than one revision, or folders inside it.
 * @see Source: `_get_name_collection_revision` in Alyx, `data/transfers.py`.
 */
export function placeInSession(file: string, folder: string): DatasetPlace {
  const parts = joined(folder, file).split("/");
  const name = parts.pop() ?? "";
  const info = folderParts(parts.join("/"));
  if (info.subject === undefined) throw refuseOwn(400, ONE_REVISION);
  const revision = info.revision ?? "";
  if (revision !== "" && parts.indexOf(`#${revision}#`) !== parts.length - 1) throw refuseOwn(400, ONE_REVISION);
  const collection = info.collection ?? "";
  const session = joined(info.subject, info.date ?? "", info.number ?? "");
  return {
    name,
    collection,
    revision,
    relativePath: joined(session, collection, revision === "" ? "" : `#${revision}#`, name),
  };
}

/**
 * Where a file that belongs to no session belongs: `relation/identifier[/#revision#]/name` by custom.
 *
 * @throws Refusal if a folder has other characters than letters, digits, `_`, `-` and `.`.
 * @see Source: `get_aggregate_collection_revision` in Alyx.
 */
export function placeOutsideSessions(file: string, folder: string): DatasetPlace {
  const parts = joined(folder, file).split("/");
  const name = parts.pop() ?? "";
  const revision = /^#([\w.-]+)#$/.exec(parts.at(-1) ?? "")?.[1] ?? "";
  const folders = revision === "" ? parts : parts.slice(0, -1);
  if (folders.some((part) => !/^[\w.-]+$/.test(part) || part === "." || part === "..")) throw refuseOwn(400, LETTERS);
  return { name, collection: folders.join("/"), revision, relativePath: joined(...parts, name) };
}
