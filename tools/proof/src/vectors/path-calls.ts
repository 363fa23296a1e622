import {
  filenameParts,
  fullPathParts,
  getSessionPath,
  isDataset,
  isSessionPath,
  isValidAlf,
  paddedSequence,
  relativeToLab,
  relativeToSession,
  sessionPathParts,
  sessionPathShort,
  sessionPathShortWithLab,
  withAttribute,
  withCollection,
  withDate,
  withExtension,
  withExtra,
  withLab,
  withNamespace,
  withObject,
  withoutLab,
  withoutRevision,
  withoutUuid,
  withRevision,
  withSequence,
  withSubject,
  withTimescale,
  withUuid,
} from "@neurophys/alf";
import { AlfPath } from "@neurophys/alf/path";
import { type CallHandler, type CallHandlers } from "./call-context.ts";
import { ALL_PARTS, FILE_PARTS, SESSION_PARTS } from "./name-calls.ts";

type Parts = Readonly<Record<string, string | undefined>>;
type Keywords = Readonly<Record<string, unknown>>;
type Derive = (path: string, value: string, rest: { compat: boolean; kwargs: Keywords }) => unknown;

/** The name of a path's last component. */
const nameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** A path as the path classes hold it: without empty and `.` components. */
const posixPath = (path: string): string => (path.includes("\\") ? path : String(new AlfPath(path)));

/** A method of the path classes: `[path, method, …arguments]`. */
const method =
  (derive: Derive): CallHandler =>
  ({ args: [path, , value], kwargs = {} }, { compat }) =>
    derive(posixPath(path as string), value as string, { compat, kwargs });

/** Parts as a tuple, where the original's path classes say `""` for what is not there. */
const tuple = (names: readonly string[], parts: Parts): string[] => names.map((name) => parts[name] ?? "");

/** Parts as a record. */
const record = (names: readonly string[], parts: Parts): Parts =>
  Object.fromEntries(names.map((name) => [name, parts[name]]));

/** A property of the path classes: parts of the session are searched in the path, those of the name are the last ones. */
const property = (name: string): CallHandler =>
  method((path) => {
    const part = name === "sequence" ? "number" : name;
    const isSession = SESSION_PARTS.some((known) => known === part);
    const isFile = FILE_PARTS.some((known) => known === part);
    const parts = isSession ? sessionPathParts(path) : isFile ? filenameParts(nameOf(path)) : fullPathParts(path);
    return (parts as Parts)[part] ?? "";
  });

/** Methods and properties of the original's path classes. */
export const pathCalls: CallHandlers = {
  session_path: method((path, _, { compat }) => getSessionPath(path, { compat })),
  session_path_short: method((path, value, { compat, kwargs }) =>
    value || kwargs["include_lab"] ? sessionPathShortWithLab(path, { compat }) : sessionPathShort(path),
  ),
  without_lab: method((path) => withoutLab(path)),
  relative_to_lab: method((path) => relativeToLab(path)),
  relative_to_session: method((path) => relativeToSession(path)),
  without_revision: method((path, _, { compat }) => withoutRevision(path, { compat })),
  with_revision: method((path, value, { compat }) => withRevision(path, value, { compat })),
  with_collection: method((path, value, { compat }) => withCollection(path, value, { compat })),
  with_lab: method((path, value, { kwargs }) => withLab(path, value, { strict: kwargs["strict"] === true })),
  with_subject: method((path, value, { compat }) => withSubject(path, value, { compat })),
  with_date: method((path, value, { compat }) => withDate(path, value, { compat })),
  with_sequence: method((path, value, { compat }) => withSequence(path, value, { compat })),
  with_padded_sequence: method((path) => paddedSequence(path)),
  with_object: method((path, value) => withObject(path, value)),
  with_namespace: method((path, value) => withNamespace(path, value)),
  with_attribute: method((path, value) => withAttribute(path, value)),
  with_timescale: method((path, value, { compat }) => withTimescale(path, value, { compat })),
  with_extra: method((path, value, { kwargs }) => withExtra(path, value, { append: kwargs["append"] === true })),
  with_extension: method((path, value) => withExtension(path, value)),
  with_uuid: method((path, value) => withUuid(path, value)),
  without_uuid: method((path) => withoutUuid(path)),
  is_dataset: method((path) => isDataset(path)),
  is_session_path: method((path) => isSessionPath(path)),
  is_valid_alf: method((path, _, { compat }) => isValidAlf(path, { compat })),
  alf_parts: method((path) => tuple(ALL_PARTS, fullPathParts(path))),
  session_parts: method((path) => tuple(SESSION_PARTS, sessionPathParts(path))),
  dataset_name_parts: method((path) => tuple(FILE_PARTS, filenameParts(nameOf(path)))),
  parse_alf_path: method((path) => record(ALL_PARTS, fullPathParts(path))),
  parse_alf_name: method((path) => record(FILE_PARTS, filenameParts(nameOf(path)))),
  ...Object.fromEntries([...ALL_PARTS, "sequence"].map((name) => [name, property(name)])),
};
