import { type DatasetNameParts } from "../dataset-name.ts";
import { ReferenceDefectError } from "../errors.ts";
import { type CompatOptions } from "../session-path.ts";
import { UnknownNameError } from "./errors.ts";
import { globPattern, pythonRegex } from "./pattern.ts";
import { ALF_PARTS, collectionSpec, FILE_SPEC, specPattern } from "./spec.ts";

/** One pattern or several of which one must match; `undefined` does not restrict. */
export type TextPattern = string | readonly string[] | undefined;

/** Which datasets to take, by their path relative to the session. */
export interface DatasetPatternOptions extends CompatOptions {
  /** Whole file name, several of them, or patterns by part; `""` for an optional part asks for its absence. */
  readonly filename?:
    | string
    | readonly string[]
    | { readonly [Part in keyof DatasetNameParts]?: TextPattern | null }
    | undefined;
  /** Whole collection; `""` is the session folder itself. */
  readonly collection?: TextPattern;
  /** Whole revision, only looked at when `revisionLastBefore` is false; `""` is none. */
  readonly revision?: TextPattern;
  /** Leave the choice of revision to a later step. Default: true. */
  readonly revisionLastBefore?: boolean | undefined;
  /** Patterns are shell patterns; else Python regular expressions. Default: false. */
  readonly wildcards?: boolean | undefined;
}

type NamePatterns = Readonly<Record<string, TextPattern>>;

/** Alternatives of a pattern as one Python pattern, without a group around them. */
function alternatives(value: string | readonly string[], wildcards: boolean, any?: string): string {
  const list = typeof value === "string" ? [value] : value;
  return (wildcards ? list.map((glob) => globPattern(glob, any)) : list).join("|");
}

/** A spec filled in as Python's `str.format` does it, with its failures on braces of the caller's. */
function formatLikePython(spec: string, overrides: Readonly<Record<string, string | undefined>>): string {
  return spec.replace(/\{\{|\}\}|\{([^{}]*)\}?|\}/g, (token: string, name?: string) => {
    if (token === "{{" || token === "}}") return token.charAt(0);
    if (ALF_PARTS.some((part) => token === `{${part}}`)) return specPattern(token, overrides);
    const pythonClass = name ? "KeyError" : token === "{}" ? "IndexError" : "ValueError";
    throw new ReferenceDefectError(`Braces in a file name (${token})`, pythonClass);
  });
}

/** The reference's template of a file name: a part that is asked for is no longer optional. */
function compatFileSpec(parts: NamePatterns): string {
  const given = (part: string): boolean => parts[part] !== undefined;
  let spec = FILE_SPEC.replace("{extra})*", given("extra") ? "{extra})" : "{extra})?");
  if (given("namespace")) spec = spec.replace("{namespace}?", "{namespace}");
  if (given("timescale")) spec = spec.replace("{timescale})?", "{timescale})");
  return spec;
}

/** The reference's pattern of whole names: only the first alternative follows the folders, only a lone first star stays in its folder. */
function compatNames(names: readonly string[], wildcards: boolean): string {
  if (!wildcards) return names.map((name) => `${name}$`).join("|");
  return names
    .map((name) => {
      const pattern = /^\*+[^*]*$/.test(name) ? globPattern(name).replace(".*", "[^/]*") : globPattern(name);
      return `${pattern}\\Z`;
    })
    .join("|");
}

/** What stands before the first dot of a file name. */
function headSpec({ namespace, object }: NamePatterns): string {
  // Any word is a head; said so plainly, because telling its parts apart would backtrack.
  if (namespace === undefined && object === undefined) return String.raw`\w+`;
  if (namespace === undefined) return "(?:_[a-zA-Z0-9]+_|_{0,2}){object}";
  return namespace === "" ? "(?!_[a-zA-Z0-9]+_)_{0,2}{object}" : "_{namespace}_{object}";
}

/** Pattern of a file name by parts, each as a whole. */
function fileSpec(parts: NamePatterns): string {
  const optional = (part: string, spec: string): string =>
    parts[part] === undefined ? `(?:${spec})?` : parts[part] === "" ? "" : spec;
  const timescale = optional("timescale", "_{timescale}");
  const extra = optional("extra", String.raw`\.{extra}`);
  return String.raw`(?=[^/]*$)${headSpec(parts)}\.{attribute}${timescale}${extra}\.{extension}$`;
}

/** Pattern of whole names, each in a group of its own and within one folder unless it names folders. */
function namesPattern(names: readonly string[], wildcards: boolean): string {
  const bodies = names.map((name) => {
    const body = wildcards ? globPattern(name, "[^/]") : name;
    return `${name.includes("/") ? "" : "(?=[^/]*$)"}(?:${body})$`;
  });
  return `(?:${bodies.join("|")})`;
}

/** Whole names asked for; none if parts are, or nothing is. */
function nameList(filename: DatasetPatternOptions["filename"]): readonly string[] {
  if (typeof filename === "string") return filename === "" ? [] : [filename];
  return Array.isArray(filename) ? filename : [];
}

/**
 * Make the test that tells whether a dataset's relative path fits; run it once per distinct path.
 *
 * Patterns match whole parts; case matters; `*` and `?` stay within one folder, except in a collection.
 *
 * @throws {@link UnknownNameError} if `filename` holds a name that is no part of a file name.
 * @throws {@link InvalidPatternError} if a pattern is no regular expression.
 * @throws {@link UnsupportedPatternError} if a pattern needs what JavaScript cannot do.
 * @throws ReferenceDefectError only with `compat`, for braces in a file name.
 * @see Source: the pattern of `filter_datasets` in `one/util.py`. With `compat` its defects are kept: part patterns that
 *   match anything ending or beginning with them, `""` that asks for nothing, stars that cross folders or take in
 *   the revision, and further names that are looked for in the session folder only.
 */
export function compileDatasetPattern(options: DatasetPatternOptions = {}): (relPath: string) => boolean {
  const { collection, revisionLastBefore = true, wildcards = false, compat = false } = options;
  const revision = revisionLastBefore ? undefined : options.revision;
  const overrides: Record<string, string | undefined> = {
    collection: collection === undefined ? undefined : alternatives(collection, wildcards, compat ? "." : "[^#]"),
    revision: revision === undefined ? undefined : alternatives(revision, wildcards),
  };
  const folders = `^${collectionSpec(collection, revision)}`;
  const names = nameList(options.filename);
  if (names.length > 0) {
    const pattern = compat
      ? formatLikePython(folders + compatNames(names, wildcards), overrides)
      : specPattern(folders, overrides) + namesPattern(names, wildcards);
    return tester(pattern);
  }
  const given = Object.entries(typeof options.filename === "object" ? options.filename : {});
  const parts: NamePatterns = Object.fromEntries(
    given.map(([part, value]) => [part, (value ?? undefined) as TextPattern]),
  );
  for (const [part, value] of Object.entries(parts)) {
    if (!ALF_PARTS.some((name) => name === part)) throw new UnknownNameError("field", part, ALF_PARTS);
    if (value !== undefined) overrides[part] = alternatives(value, wildcards, compat ? "." : "[^/]");
  }
  return tester(specPattern(folders + (compat ? compatFileSpec(parts) : fileSpec(parts)), overrides));
}

function tester(pattern: string): (relPath: string) => boolean {
  const regex = pythonRegex(`^(?:${pattern})`);
  return (relPath) => regex.test(relPath);
}
