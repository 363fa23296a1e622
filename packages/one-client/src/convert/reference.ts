import { ArgumentTypeError, InvalidArgumentError, ReferenceDefectError } from "@neurophys/alf";
import { type CompatOptions } from "../one/compat.ts";

/** Which session of which animal on which day: the short way to write an experiment down. */
export interface ExperimentReference {
  /** Name of the animal. */
  readonly subject: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** Number of the session on that day. */
  readonly sequence: number;
}

/** An {@link ExperimentReference} whose sequence keeps the digits it was written with. */
export interface ExperimentReferenceText {
  /** Name of the animal. */
  readonly subject: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** One to three digits, e.g. `"001"`. */
  readonly sequence: string;
}

/** What {@link dict2ref} takes: a reference under its own names or those of a session record. */
export interface ReferenceFields {
  /** Name of the animal. */
  readonly subject?: string | undefined;
  /** `YYYY-MM-DD`, or a date whose UTC day counts. */
  readonly date?: string | Date | undefined;
  /** Used where there is no `date`. */
  readonly start_time?: string | Date | undefined;
  /** Number of the session on that day; text keeps its zeros. */
  readonly sequence?: string | number | undefined;
  /** Used where there is no `sequence`. */
  readonly number?: string | number | undefined;
}

const REFERENCE = /^\d{4}-\d{2}-\d{2}_\d{1,3}_[\p{L}\p{N}_]/u;
const SESSION_IN_PATH = /([\p{L}\p{N}_.-]+)([\\/])(\d{4}-\d{2}-\d{2})\2(\d{1,3})/u;
const SESSION_OF_WORDS_IN_PATH = /([\p{L}\p{N}_-]+)([\\/])(\d{4}-\d{2}-\d{2})\2(\d{1,3})/u;
const DATE_LENGTH = "YYYY-MM-DD".length;

/**
 * Whether a value is a reference: text that begins as `YYYY-MM-DD_N_subject`, or an object with its three fields.
 *
 * Only the form is looked at: neither the calendar nor the tables.
 *
 * @see Source: `ConversionMixin.is_exp_ref` in ONE, `one/converters.py`.
 */
export function isExpRef(value: unknown): boolean {
  if (typeof value === "string") return REFERENCE.test(value);
  if (typeof value !== "object" || value === null) return false;
  return "subject" in value && "date" in value && "sequence" in value;
}

/**
 * Take a reference apart, with its sequence as a number.
 *
 * @throws InvalidArgumentError if the text has fewer than three parts, its date is no day written YYYY-MM-DD, or its sequence is no
 *   number.
 * @see Source: `ConversionMixin.ref2dict` in ONE, `one/converters.py`, with `parse=True`; there the date is a date
 *   object, here it stays text.
 */
export function ref2dict(reference: string | ExperimentReference | ExperimentReferenceText): ExperimentReference {
  const { subject, date, sequence } = typeof reference === "string" ? ref2strings(reference) : reference;
  const number = typeof sequence === "string" && /^\d+$/.test(sequence) ? Number(sequence) : sequence;
  const isDay = typeof date === "string" && isCalendarDay(date);
  if (!isDay || typeof subject !== "string" || typeof number !== "number" || !Number.isInteger(number)) {
    const shown = typeof reference === "string" ? reference : "an object";
    throw new InvalidArgumentError("reference", shown, "a subject, a date YYYY-MM-DD and a whole number as sequence");
  }
  return { date, sequence: number, subject };
}

/**
 * Take a reference apart without changing its text: the sequence keeps its zeros.
 *
 * @throws InvalidArgumentError if the text has fewer than three parts.
 * @see Source: `ConversionMixin.ref2dict` in ONE, `one/converters.py`, with `parse=False`.
 */
export function ref2strings(reference: string): ExperimentReferenceText {
  const first = reference.indexOf("_");
  const second = reference.indexOf("_", first + 1);
  if (first < 0 || second < 0) {
    throw new InvalidArgumentError("reference", reference, `a text such as "2020-01-31_1_subject"`);
  }
  return {
    date: reference.slice(0, first),
    sequence: reference.slice(first + 1, second),
    subject: reference.slice(second + 1),
  };
}

/**
 * Write a reference as text: `YYYY-MM-DD_N_subject`. A sequence given as text keeps its zeros.
 *
 * @returns `undefined` for an object without fields.
 * @throws ArgumentTypeError if a field is missing.
 * @throws ReferenceDefectError with compat `untyped-reference-error`, if text and numbers are mixed.
 * @see Source: `ConversionMixin.dict2ref` in ONE, `one/converters.py`. There text beside a number is an error (O38).
 */
export function dict2ref(fields: ReferenceFields, options: CompatOptions = {}): string | undefined {
  if (Object.keys(fields).length === 0) return undefined;
  const { subject } = fields;
  const date = fields.date ?? fields.start_time;
  const sequence = fields.sequence ?? fields.number;
  if (subject === undefined || date === undefined || sequence === undefined) {
    throw new ArgumentTypeError("reference", JSON.stringify(fields), "subject, date and sequence");
  }
  const mixed = (typeof date === "string") !== (typeof sequence === "string");
  if (mixed && options.compat?.includes("untyped-reference-error")) {
    throw new ReferenceDefectError("A reference of which one part is text and another is not", "ValueError");
  }
  const day = typeof date === "string" ? date.slice(0, DATE_LENGTH) : date.toISOString().slice(0, DATE_LENGTH);
  return `${day}_${sequence}_${subject}`;
}

/** A reference whose sequence is written with three digits. */
export function refStrings({ subject, date, sequence }: ExperimentReference): ExperimentReferenceText {
  return { subject, date, sequence: String(sequence).padStart(3, "0") };
}

/** Write a reference as text, its sequence as it is. */
export function formatRef({ subject, date, sequence }: ExperimentReference | ExperimentReferenceText): string {
  return `${date}_${sequence}_${subject}`;
}

/** Whether text is a day `YYYY-MM-DD` that exists. */
function isCalendarDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, DATE_LENGTH) === text;
}

/**
 * The reference of the first session in a path, whatever folders are around it.
 *
 * @param path - With `/` or `\` between subject, date and number.
 * @returns `undefined` if the path names no session, or its number is two digits that begin with 0.
 * @throws InvalidArgumentError if the date is in no calendar.
 * @see Source: `ConversionMixin.path2ref` in ONE, `one/converters.py`. There a subject is cut at a dot (O37).
 */
export function path2ref(path: string, options: CompatOptions = {}): ExperimentReference | undefined {
  const found = path2refStrings(path, options);
  if (found === undefined) return undefined;
  if (!isCalendarDay(found.date)) throw new InvalidArgumentError("date", found.date, "a day that exists");
  return { ...found, sequence: Number(found.sequence) };
}

/** As {@link path2ref}, with the number as it is written in the path. */
export function path2refStrings(path: string, options: CompatOptions = {}): ExperimentReferenceText | undefined {
  const pattern = options.compat?.includes("reference-subject-words") ? SESSION_OF_WORDS_IN_PATH : SESSION_IN_PATH;
  const [, subject, , date, sequence] = pattern.exec(path) ?? [];
  if (subject === undefined || date === undefined || sequence === undefined) return undefined;
  return /^0\d$/.test(sequence) ? undefined : { subject, date, sequence };
}

/** As {@link path2ref}, as text: `YYYY-MM-DD_NNN_subject` with the number as it is written in the path. */
export function path2refText(path: string, options: CompatOptions = {}): string | undefined {
  const found = path2refStrings(path, options);
  return found && formatRef(found);
}
