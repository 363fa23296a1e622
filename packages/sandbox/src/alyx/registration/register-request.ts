import { QC, validateQc } from "@neurophys/alf";
import { failAs, refuseOwn } from "../rest/refusal.ts";
import { plainPath } from "./dataset-path.ts";

/** One file of a request, with what is said of it. */
export interface FileToRegister {
  readonly file: string;
  readonly hash: string;
  readonly sizeBytes: number | undefined;
  readonly version: string;
  /** As sent; checked with the file's path in the message. */
  readonly qc: unknown;
}

/** A request to register files, in one form however it was written. */
export interface RegisterRequest {
  readonly createdBy: string | undefined;
  readonly repository: { readonly by: "name" | "hostname"; readonly value: string } | undefined;
  readonly path: string;
  readonly filenames: readonly string[];
  readonly files: readonly FileToRegister[];
  readonly isServerOnly: boolean;
  readonly isDefault: boolean;
  readonly checksProtected: boolean;
  readonly exists: boolean;
  readonly labs: readonly string[];
  readonly contentType: string | undefined;
  readonly objectId: string | undefined;
}

const textOf = (value: unknown): string | undefined =>
  value === undefined || value === null || value === "" || value === false ? undefined : String(value);

/** A list, or a text with commas. */
function listOf(value: unknown): unknown[] {
  if (typeof value === "string") return value.split(",");
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}

/** Yes and no, also as Python's words. */
const truthOf = (value: unknown, fallback: boolean): boolean =>
  value === undefined ? fallback : typeof value === "string" ? value === "True" : Boolean(value);

/** A value for every file: a list, a text with commas, or one value for all where `spreads` says so. */
function forFiles(value: unknown, count: number, spreads: boolean): unknown[] {
  if (value === undefined) return Array.from({ length: count }, () => null);
  const values = listOf(value);
  return spreads && typeof value === "string" && values.length === 1
    ? Array.from({ length: count }, () => values[0])
    : values;
}

function sizeOf(value: unknown): number | undefined {
  if (value === null || value === undefined) return undefined;
  const text = String(value).trim();
  if (!/^[+-]?\d+$/.test(text) && typeof value !== "number") {
    throw failAs(`invalid literal for int() with base 10: '${text}'`);
  }
  return Math.trunc(Number(text));
}

/** The names of the files of a request. */
export function filenamesOf(body: Readonly<Record<string, unknown>>): string[] {
  return listOf(body["filenames"])
    .map(String)
    .filter((name) => name !== "");
}

/**
 * The path of a request.
 *
 * @throws Refusal with the original's words if there is none.
 */
export function pathOf(body: Readonly<Record<string, unknown>>): string {
  const path = textOf(body["path"]);
  if (path === undefined) throw failAs("The path argument is required.");
  return plainPath(path);
}

function repositoryOf({ name, hostname }: Readonly<Record<string, unknown>>): RegisterRequest["repository"] {
  const byName = textOf(name);
  const byHost = textOf(hostname);
  if (byName !== undefined) return { by: "name", value: byName };
  return byHost === undefined ? undefined : { by: "hostname", value: byHost };
}

/**
 * Reads a request to register files. Lists that differ in length are cut to the shortest, as in the original.
 *
 * @throws Refusal with the original's words for a missing path or a size that is no number.
 * @see Source: `RegisterFileViewSet.create` in Alyx, `data/views.py`.
 */
export function readRegisterRequest(body: Readonly<Record<string, unknown>>): RegisterRequest {
  const filenames = filenamesOf(body);
  const path = pathOf(body).replace(/^\/+|\/+$/g, "");
  const count = filenames.length;
  const versions = forFiles(body["versions"], count, true);
  const hashes = forFiles(body["hashes"], count, false);
  const sizes = forFiles(body["filesizes"], count, false).map(sizeOf);
  const qcs = forFiles(textOf(body["qc"]) === undefined ? undefined : body["qc"], count, true);
  const length = Math.min(count, versions.length, hashes.length, sizes.length, qcs.length);
  const files = filenames.slice(0, length).map((file, index) => ({
    file,
    hash: textOf(hashes[index]) ?? "",
    sizeBytes: sizes[index],
    version: textOf(versions[index]) ?? "",
    qc: qcs[index] ?? "NOT_SET",
  }));
  return {
    createdBy: textOf(body["created_by"]),
    repository: repositoryOf(body),
    path,
    filenames,
    files,
    isServerOnly: truthOf(body["server_only"], false),
    isDefault: truthOf(body["default"], true),
    checksProtected: truthOf(body["check_protected"], false),
    exists: truthOf(body["exists"], true),
    labs: [...listOf(body["labs"]), ...listOf(body["projects"])].map(String).filter((lab) => lab !== ""),
    contentType: textOf(body["content_type"]),
    objectId: textOf(body["object_id"]),
  };
}

/**
 * A level of quality as the database holds it.
 *
 * @throws Refusal with the path of the file if it is none.
 */
export function qcNumber(qc: unknown, relativePath: string): number {
  try {
    const level = typeof qc === "string" && /^\d+$/.test(qc) ? Number(qc) : qc;
    return QC[validateQc(typeof level === "number" ? level : String(level))];
  } catch (cause) {
    throw refuseOwn(400, `Invalid QC value "${String(qc)}" for dataset "${relativePath}"`, { cause });
  }
}
