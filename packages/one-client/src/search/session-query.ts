import { ArgumentTypeError, InvalidArgumentError, QC, type QcName, validateQc } from "@neurophys/alf";
import { pythonRegex } from "@neurophys/alf/filter";
import { type CompatName } from "../one/compat.ts";
import { completeTerm } from "./complete-term.ts";
import { type DatasetCondition } from "./dataset-condition.ts";
import { type DayRange, dayNumbers } from "./date-range.ts";
import { parseSessionNumbers } from "./parse-number.ts";
import { SEARCH_TERMS, type SearchTerms } from "./search-terms.ts";

/** A condition on a text column of the sessions table. */
export interface TextCondition {
  readonly column: "subject" | "task_protocol" | "lab" | "projects";
  readonly accepts: (text: string) => boolean;
}

/** What sessions are searched for: every condition must hold. */
export interface SessionQuery {
  readonly texts: readonly TextCondition[];
  readonly days: DayRange | undefined;
  /** Any of these numbers. */
  readonly numbers: ReadonlySet<number> | undefined;
  readonly datasets: DatasetCondition | undefined;
}

/** How search terms are understood. */
export interface QueryOptions {
  /** Whether text is a regular expression; plain text otherwise. */
  readonly wildcards: boolean;
  readonly compat: readonly CompatName[];
}

const TEXT_COLUMNS = {
  subject: "subject",
  task_protocol: "task_protocol",
  laboratory: "lab",
  projects: "projects",
} as const;

/**
 * Understand search terms.
 *
 * @throws UnknownNameError or AmbiguousNameError if a term is no search term.
 * @throws InvalidArgumentError if a value cannot be used: no date, no whole number, no quality, a term given twice.
 * @throws ArgumentTypeError if a value is of the wrong type.
 * @throws InvalidPatternError or UnsupportedPatternError if a text is no regular expression that can be used.
 */
export function parseSearchTerms(terms: SearchTerms, options: QueryOptions): SessionQuery {
  const values = completeTerms(terms, SEARCH_TERMS);
  const texts = Object.entries(TEXT_COLUMNS).flatMap(([term, column]) =>
    values.has(term) ? [{ column, accepts: textTest(term, values.get(term), options) }] : [],
  );
  return {
    texts,
    days: values.has("date_range") ? dayNumbers(values.get("date_range"), options.compat) : undefined,
    numbers: values.has("number") ? parseSessionNumbers(values.get("number")) : undefined,
    datasets: datasetCondition(values, options.compat),
  };
}

/**
 * Terms under their full names; those without a value are left out.
 *
 * @throws InvalidArgumentError if two spellings of one term are given.
 */
export function completeTerms(
  terms: Readonly<Record<string, unknown>>,
  names: readonly string[],
): ReadonlyMap<string, unknown> {
  const values = new Map<string, unknown>();
  for (const [term, value] of Object.entries(terms)) {
    if (value === undefined) continue;
    const name = completeTerm(term, names);
    if (values.has(name)) throw new InvalidArgumentError("search term", term, `"${name}" only once`);
    values.set(name, value);
  }
  return values;
}

/**
 * Whether a text contains one of several others, or a match of one of several regular expressions.
 *
 * @throws ArgumentTypeError if a value is not text.
 */
export function textTest(term: string, value: unknown, options: QueryOptions): (text: string) => boolean {
  const wanted = textValues(term, value);
  if (options.wildcards) {
    const pattern = pythonRegex(wanted.join("|"));
    return (text) => pattern.test(text);
  }
  const literals = options.compat.includes("joined-literals") ? [wanted.join("|")] : wanted;
  return (text) => literals.some((literal) => text.includes(literal));
}

function textValues(term: string, value: unknown): readonly string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  const wrong = values.find((item) => typeof item !== "string");
  if (values.some((item) => typeof item !== "string"))
    throw new ArgumentTypeError(term, wrong, "text or a list of texts");
  return values as readonly string[];
}

function datasetCondition(
  values: ReadonlyMap<string, unknown>,
  compat: readonly CompatName[],
): DatasetCondition | undefined {
  const quality = values.get("dataset_qc_lte");
  if (!values.has("datasets") && quality === undefined) return undefined;
  const limit = QC[validateQc(quality ?? "FAIL")];
  const acceptsQuality = (name: string): boolean => (QC[name as QcName] ?? Number.NaN) <= limit;
  if (values.has("datasets")) {
    const names = textValues("datasets", values.get("datasets")).map(fullMatch);
    return { names, acceptsQuality, hidesRoot: compat.includes("hidden-root-datasets") };
  }
  const none = compat.includes("quality-alone-finds-none");
  return { names: [(fileName) => !none || fileName === ""], acceptsQuality };
}

/** Whether a text is matched as a whole by a regular expression in Python's syntax. */
function fullMatch(pattern: string): (text: string) => boolean {
  const { source, flags } = pythonRegex(pattern);
  // look-arounds, because anchors mean something else where the pattern sets the multi-line flag
  const whole = new RegExp(`(?<![^])(?:${source})(?![^])`, flags);
  return (text) => whole.test(text);
}
