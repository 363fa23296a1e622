import { UnknownNameError } from "./errors.ts";
import { pythonRegex } from "./pattern.ts";

/** Session folder: `[lab/Subjects/]subject/date/number`. */
export const SESSION_SPEC = "({lab}/Subjects/)?{subject}/{date}/{number}";
/** Folders between session and file: `[collection/][#revision#/]`. */
export const COLLECTION_SPEC = "({collection}/)?(#{revision}#/)?";
/** File name: `[_namespace_]object.attribute[_timescale][.extra].extension`. */
export const FILE_SPEC: string = String.raw`_?{namespace}?_?{object}\.{attribute}(?:_{timescale})?(?:\.{extra})*\.{extension}$`;
/** Path below the session folder. */
export const REL_PATH_SPEC: string = COLLECTION_SPEC + FILE_SPEC;
/** Path from the lab on. */
export const FULL_SPEC: string = `${SESSION_SPEC}/${REL_PATH_SPEC}`;

/** Name of one of the twelve parts of an ALF path. */
export type AlfPart =
  | "lab"
  | "subject"
  | "date"
  | "number"
  | "collection"
  | "revision"
  | "namespace"
  | "object"
  | "attribute"
  | "timescale"
  | "extra"
  | "extension";

/** Python patterns of the parts, in the fixed order of parts. */
const PART_PATTERNS: Readonly<Record<AlfPart, string>> = {
  lab: String.raw`\w+`,
  subject: String.raw`[\w.-]+`,
  date: String.raw`\d{4}-\d{2}-\d{2}`,
  number: String.raw`\d{1,3}`,
  collection: String.raw`[\w./-]+`,
  revision: String.raw`[\w.-]+`,
  namespace: "(?<=_)[a-zA-Z0-9]+",
  object: String.raw`\w+`,
  attribute: "(?:_[a-z]+_)?[a-zA-Z0-9]+(?:_times(?=[_.])|_intervals(?=[_.]))?",
  timescale: String.raw`\w+`,
  extra: String.raw`[.\w-]+`,
  extension: String.raw`\w+`,
};

/** The twelve parts of an ALF path, in the order in which they stand in it. */
export const ALF_PARTS: readonly AlfPart[] = Object.keys(PART_PATTERNS) as AlfPart[];

/** Patterns by part that replace the default ones; `undefined` leaves the default. */
export type PartOverrides = Readonly<Record<string, string | undefined>>;

/**
 * Pattern text, in Python's syntax, of a spec with every `{part}` replaced by a named group.
 *
 * @param spec - Template, usually one of the five `…_SPEC` constants.
 * @param overrides - Python patterns by part; those of parts that `spec` lacks are accepted and unused.
 * @throws {@link UnknownNameError} if an override or a placeholder names no ALF part.
 * @see Source: `regex(…).pattern` in `one/alf/spec.py`.
 */
export function specPattern(spec: string = FULL_SPEC, overrides: PartOverrides = {}): string {
  const patterns = new Map<string, string>(Object.entries(PART_PATTERNS));
  for (const [part, pattern] of Object.entries(overrides)) {
    if (!patterns.has(part)) throw new UnknownNameError("field", part, ALF_PARTS);
    if (pattern !== undefined) patterns.set(part, pattern);
  }
  return spec.replace(/\{(\w+)\}/g, (_, part: string) => {
    const pattern = patterns.get(part);
    if (pattern === undefined) throw new UnknownNameError("field", part, ALF_PARTS);
    return `(?P<${part}>${pattern})`;
  });
}

/**
 * Regular expression of a spec, with one named group a part; not anchored at the start.
 *
 * For names of unknown origin use the parse functions, which take linear time; this expression backtracks like the
 * reference's.
 *
 * @throws {@link UnknownNameError} if an override or a placeholder names no ALF part.
 * @throws {@link InvalidPatternError} if an override is not a regular expression.
 * @throws {@link UnsupportedPatternError} if an override needs what JavaScript cannot do.
 * @see Source: `regex` in `one/alf/spec.py`.
 */
export function regex(spec: string = FULL_SPEC, overrides: PartOverrides = {}): RegExp {
  return pythonRegex(specPattern(spec, overrides));
}

/**
 * The full specification as a readable line, optional parts in parentheses.
 *
 * @see Source: `path_pattern` in `one/alf/spec.py`, stray colons included.
 */
export function pathPattern(): string {
  return FULL_SPEC.replace(/[{}?*\\$]/g, "");
}

/**
 * Spec of the folders that a collection and a revision ask for: `undefined` makes one optional, `""` absent.
 *
 * @see Source: `_collection_spec` in `one/util.py`.
 */
export function collectionSpec(
  collection: string | readonly string[] | undefined,
  revision: string | readonly string[] | undefined,
): string {
  const part = (value: string | readonly string[] | undefined, spec: string): string =>
    value === undefined ? `(${spec})?` : value.length > 0 ? spec : "";
  return part(collection, "{collection}/") + part(revision, "#{revision}#/");
}
