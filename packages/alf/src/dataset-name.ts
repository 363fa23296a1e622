import { AlfInvalidError } from "./errors.ts";

/** What Python's `\w` accepts, for use inside a class with the `u` flag. */
export const WORD: string = String.raw`\p{L}\p{N}_`;

/**
 * A file name in linear time: look-aheads settle head and folder before anything after them can backtrack.
 * Where the reference repeats `(\.extra)*`, once is the same, as `extra` may hold dots.
 */
export const FILE_SOURCE: string = [
  `(?=[${WORD}]+\\.)(?=_?(?<namespace>(?<=_)[a-zA-Z0-9]+)?_?(?<object>[${WORD}]+)\\.)[${WORD}]+`,
  String.raw`\.(?<attribute>(?:_[a-z]+_)?[a-zA-Z0-9]+(?:_(?:times|intervals)(?=[_.]))?)`,
  `(?:_(?<timescale>[${WORD}]+))?(?:\\.(?<extra>[.${WORD}-]+))?\\.(?<extension>[${WORD}]+)\\n?$`,
].join("");

const FILE = new RegExp(`^${FILE_SOURCE}`, "u");

/** The parts of a dataset's file name; `undefined` is an absent part. */
export interface DatasetNameParts {
  /** Who defined the dataset; written between underscores before the object. */
  readonly namespace: string | undefined;
  /** What the data describe, e.g. `spikes`. */
  readonly object: string;
  /** Which property of the object, e.g. `times`; with a suffix `_times` or `_intervals` if there is one. */
  readonly attribute: string;
  /** Which clock times refer to. */
  readonly timescale: string | undefined;
  /** All extra parts, dot-separated. */
  readonly extra: string | undefined;
  /** Without the dot. */
  readonly extension: string;
}

/** The same parts of a text that may not follow the rule: then all are `undefined`. */
export type MaybeParts<T> = { readonly [K in keyof T]: string | undefined };

/** Make a record of parts from a match, with every name present and in order. */
export function partsFrom<T>(names: readonly (keyof T & string)[], match: RegExpExecArray | null): MaybeParts<T> {
  return Object.fromEntries(names.map((name) => [name, match?.groups?.[name]])) as MaybeParts<T>;
}

/** Names of the six parts of a file name, in order. */
export const NAME_PARTS: readonly (keyof DatasetNameParts)[] = [
  "namespace",
  "object",
  "attribute",
  "timescale",
  "extra",
  "extension",
];

/**
 * Parts of a dataset's file name, all `undefined` if it does not follow the rule.
 *
 * The results are the reference's, odd ones included: `_trials.x.npy` is namespace `trial`, object `s`.
 *
 * @param name - File name without folders, e.g. `"_ibl_trials.goCue_times_bpod.csv"`.
 * @see Source: `filename_parts(…, assert_valid=False)` in `one/alf/path.py`.
 */
export function filenameParts(name: string): MaybeParts<DatasetNameParts> {
  return partsFrom<DatasetNameParts>(NAME_PARTS, FILE.exec(name));
}

/**
 * Parse a dataset's file name.
 *
 * @throws {@link AlfInvalidError} if it does not follow `[_namespace_]object.attribute[_timescale][.extra].extension`.
 * @see Source: `filename_parts` in `one/alf/path.py`.
 */
export function parseFilename(name: string): DatasetNameParts {
  const parts = filenameParts(name);
  if (parts.object === undefined) throw new AlfInvalidError(name, "object.attribute.extension");
  return parts as DatasetNameParts;
}

/**
 * Whether a file name (without folders) follows the ALF rule.
 *
 * @see Source: `is_valid` in `one/alf/spec.py`.
 */
export function isValid(name: string): boolean {
  return FILE.test(name);
}

/**
 * True for a name with two dots or more, which every dataset's has: what Python's ONE looks at (`*.*.*`).
 *
 * @param name - Without folder.
 */
export function hasTwoDots(name: string): boolean {
  const first = name.indexOf(".");
  return first >= 0 && name.includes(".", first + 1);
}

/** Write a file name from its parts, the inverse of {@link parseFilename}; nothing is checked or re-cased. */
export function formatFilename(parts: DatasetNameParts): string {
  const { namespace, object, attribute, timescale, extra, extension } = parts;
  return [
    `${namespace ? `_${namespace}_` : ""}${object}`,
    `${attribute}${timescale ? `_${timescale}` : ""}`,
    ...(extra ? [extra] : []),
    extension,
  ].join(".");
}
