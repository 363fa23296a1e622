import {
  addUuidString,
  capitalizedAlf,
  dromedary,
  filenameParts,
  folderParts,
  fullPathParts,
  getAlfPath,
  getSessionPath,
  isSessionPath,
  isUuid,
  isUuidString,
  isValid,
  parseFilename,
  parseFolder,
  parseFullPath,
  parseRelPath,
  parseSessionPath,
  QC,
  readableAlf,
  relPathParts,
  removeUuidString,
  sessionPathParts,
  toAlf,
  validateQc,
} from "@neurophys/alf";
import { autocomplete, indexLastBefore, validateDateRange } from "@neurophys/alf/filter";
import { type CallHandler, type CallHandlers } from "./call-context.ts";

type Parts = Readonly<Record<string, string | undefined>>;
type Text = string | undefined;

/** Names of parts in the order of Python's tuples. */
export const SESSION_PARTS = ["lab", "subject", "date", "number"] as const;
const FOLDER_PARTS = ["collection", "revision"] as const;
export const FILE_PARTS = ["namespace", "object", "attribute", "timescale", "extra", "extension"] as const;
export const ALL_PARTS: readonly string[] = [...SESSION_PARTS, ...FOLDER_PARTS, ...FILE_PARTS];

const optional = (value: unknown): Text => (value ?? undefined) as Text;

/** A parsing function of the original: `assert_valid` chooses between ours, `as_dict` the form. */
function partsCall(
  names: readonly string[],
  find: (path: string) => object,
  parse: (path: string, options: { compat: boolean }) => object,
): CallHandler {
  return ({ args: [path], kwargs = {} }, { compat }) => {
    const isStrict = kwargs["assert_valid"] !== false;
    const parts = (isStrict ? parse(path as string, { compat }) : find(path as string)) as Parts;
    return kwargs["as_dict"] === true
      ? Object.fromEntries(names.map((name) => [name, parts[name]]))
      : names.map((name) => parts[name]);
  };
}

/** A moment as pandas prints it. */
function timestampText(nanoseconds: bigint): string {
  const second = 1_000_000_000n;
  const fraction = ((nanoseconds % second) + second) % second;
  const whole = new Date(Number((nanoseconds - fraction) / 1_000_000n)).toISOString().slice(0, 19).replace("T", " ");
  if (fraction === 0n) return whole;
  const digits = String(fraction).padStart(9, "0");
  return `${whole}.${digits.endsWith("000") ? digits.slice(0, 6) : digits}`;
}

/** Recognising, taking apart and making names and paths. */
export const nameCalls: CallHandlers = {
  filename_parts: partsCall(FILE_PARTS, filenameParts, parseFilename),
  rel_path_parts: partsCall([...FOLDER_PARTS, ...FILE_PARTS], relPathParts, parseRelPath),
  session_path_parts: partsCall(SESSION_PARTS, sessionPathParts, parseSessionPath),
  folder_parts: partsCall([...SESSION_PARTS, ...FOLDER_PARTS], folderParts, parseFolder),
  full_path_parts: partsCall(ALL_PARTS, fullPathParts, parseFullPath),
  is_valid: ({ args: [name] }) => isValid(name as string),
  is_session_path: ({ args: [path] }) => isSessionPath(path as string),
  get_session_path: ({ args: [path] }, { compat }) =>
    path === null ? undefined : getSessionPath(path as string, { compat }),
  get_alf_path: ({ args: [path] }) => getAlfPath(path as string),
  is_uuid: ({ args: [value], kwargs = {} }) =>
    isUuid(value, ...(kwargs["versions"] ? [kwargs["versions"] as number[]] : [])),
  is_uuid_string: ({ args: [value] }) => isUuidString(value),
  add_uuid_string: ({ args: [path, uuid] }) => addUuidString(path as string, uuid as string),
  remove_uuid_string: ({ args: [path] }) => removeUuidString(path as string),
  to_alf: ({ args: [object, attribute, extension], kwargs = {} }, { compat }) =>
    toAlf(object as string, attribute as string, extension as string, {
      namespace: optional(kwargs["namespace"]),
      timescale: optional(kwargs["timescale"]),
      extra: optional(kwargs["extra"]),
      compat,
    }),
  dromedary: ({ args: [text] }) => (text === null ? undefined : dromedary(text as string)),
  readableALF: ({ args: [name, capitalize], kwargs = {} }) =>
    capitalize || kwargs["capitalize"] ? capitalizedAlf(name as string) : readableAlf(name as string),
  "QC.validate": ({ args: [value] }) => {
    const name = validateQc(value);
    return [name, QC[name]];
  },
  index_last_before: ({ args: [revisions, revision] }) => indexLastBefore(revisions as string[], optional(revision)),
  autocomplete: ({ args: [term, terms] }) => autocomplete(term as string, terms as string[]),
  validate_date_range: ({ args: [range] }) => {
    const bounds = validateDateRange(range as string | null);
    return bounds === undefined ? undefined : [timestampText(bounds.start), timestampText(bounds.end)];
  },
};
