import {
  type DatasetNameParts,
  filenameParts,
  hasTwoDots,
  type MaybeParts,
  NAME_PARTS,
  parseFilename,
} from "../dataset-name.ts";
import { AlfMultipleObjectsFoundError, AlfObjectNotFoundError, ArgumentTypeError } from "../errors.ts";
import { type CompatOptions } from "../session-path.ts";
import { compareText } from "../text-order.ts";
import { globRegex, pythonRegex } from "./pattern.ts";

/** Patterns by part of a file name; `null` asks for the part's absence, `undefined` for nothing. */
export type NameFilters = { readonly [Part in keyof DatasetNameParts]?: string | readonly string[] | null | undefined };

/** Options of {@link filterNames}. */
export interface FilterNamesOptions extends CompatOptions {
  /** Patterns are shell patterns; else Python regular expressions that match the beginning of a part. Default: true. */
  readonly wildcards?: boolean | undefined;
}

/** A file name with its parts. */
export interface FoundName {
  /** As given. */
  readonly name: string;
  /** All `undefined` if it is no dataset's name. */
  readonly parts: MaybeParts<DatasetNameParts>;
}

type Matches = (part: string | undefined) => boolean;

/** Whether all extra parts asked for are there, in any order. */
function extraTest(asked: readonly string[]): Matches {
  const wanted = asked.filter((part) => part !== "");
  return (part) => part !== undefined && wanted.every((word) => part.split(".").includes(word));
}

/** Whether a part begins with what a Python regular expression matches; the pattern stays whole, for its leading flags. */
function beginningTest(pattern: string): Matches {
  const { source, flags } = pythonRegex(pattern);
  const regex = new RegExp(source, `${flags}y`);
  return (part) => {
    regex.lastIndex = 0;
    return part !== undefined && regex.test(part);
  };
}

function partTest(part: string, value: string | readonly string[] | null, wildcards: boolean): Matches {
  if (value === null) return (text) => text === undefined;
  if (part === "extra") return extraTest(typeof value === "string" ? value.split(".") : value);
  const patterns = typeof value === "string" ? [value] : value;
  if (!wildcards) return beginningTest(patterns.join("|"));
  const globs = patterns.map((glob) => globRegex(glob));
  return (text) => text !== undefined && globs.some((glob) => glob.test(text));
}

/**
 * Datasets among the file names of one folder whose parts fit.
 *
 * @param names - File names, without folders.
 * @param filters - All must fit. Of several patterns for a part one must; of several extra parts all must be there.
 * @returns In order of name, by code point.
 * @throws ArgumentTypeError if a filter is for no part of a file name.
 * @throws {@link InvalidPatternError} or {@link UnsupportedPatternError} if a pattern cannot be used.
 * @see Source: `filter_by` in `one/alf/io.py`; there names that are no dataset's but have two dots come back too, without
 *   parts (only with `compat`).
 */
export function filterNames(
  names: readonly string[],
  filters: NameFilters = {},
  options: FilterNamesOptions = {},
): readonly FoundName[] {
  const tests = Object.entries(filters).flatMap(([part, value]) => {
    if (!NAME_PARTS.some((name) => name === part)) throw new ArgumentTypeError(part, value, "a part of a file name");
    return value === undefined
      ? []
      : [[part as keyof DatasetNameParts, partTest(part, value, options.wildcards ?? true)] as const];
  });
  return names
    .map((name) => ({ name, parts: filenameParts(name) }))
    .filter(({ name, parts }) => parts.object !== undefined || (options.compat && hasTwoDots(name)))
    .filter(({ parts }) => tests.every(([part, matches]) => matches(parts[part])))
    .toSorted((a, b) => compareText(a.name, b.name));
}

/**
 * File name of the metadata that belong to a dataset, among those of its folder; `undefined` if there is none. A metadata
 * file is its own.
 *
 * @returns The most exact of several: that of the whole name, then that of object and attribute, then the first by name.
 * @see Source: `load_object` in `one/alf/io.py`; there the metadata of any attribute that begins the same may be taken
 *   (only with `compat`), and which of several is not defined.
 */
export function findSidecar(name: string, names: readonly string[], options: CompatOptions = {}): string | undefined {
  const words = name.split(".");
  const start = words.slice(0, 2).join(".");
  const candidates = names
    .filter((other) => {
      const rest = other.startsWith(options.compat ? start : `${start}.`) ? other.slice(start.length) : "";
      return /\.metadata.*\.json$/s.test(rest);
    })
    .toSorted(compareText);
  if (candidates.includes(name)) return name;
  const exact = [`${words.slice(0, -1).join(".")}.metadata.json`, `${start}.metadata.json`];
  return exact.find((other) => candidates.includes(other)) ?? candidates[0];
}

/**
 * File name of the times that belong to a dataset, among those of its folder: same object and extension, an attribute
 * that begins with `times`.
 *
 * @throws AlfInvalidError if `name` is no dataset's.
 * @throws AlfObjectNotFoundError if there is none.
 * @throws AlfMultipleObjectsFoundError if there are several.
 * @see Source: `read_ts` in `one/alf/io.py`, to which several are none (FileNotFoundError).
 */
export function findTimes(name: string, names: readonly string[]): string {
  const { object, extension } = parseFilename(name);
  const found = names.filter((other) => {
    const parts = filenameParts(other);
    return parts.object === object && parts.extension === extension && parts.attribute?.startsWith("times");
  });
  const [only] = found;
  if (found.length > 1) throw new AlfMultipleObjectsFoundError(found);
  if (only === undefined) throw new AlfObjectNotFoundError(`${object}.times`, `the folder of ${name}`);
  return only;
}
