import { InvalidArgumentError } from "../errors.ts";

/** A span of time, both ends included, in nanoseconds since 1970-01-01 00:00 (no time zone, or UTC). */
export interface DateRange {
  /** First nanosecond. */
  readonly start: bigint;
  /** Last nanosecond. */
  readonly end: bigint;
}

/** A moment as callers give it: text, nanoseconds, or a `Date`, of which the UTC time is taken. */
export type DateLike = string | number | bigint | Date;

const MS = 1_000_000n;
/** Ends of the span that 64-bit nanoseconds hold: pandas' `Timestamp.min` and `Timestamp.max`. */
const MAX_NS = 2n ** 63n - 1n;
const MIN_NS = -MAX_NS;
const DAY_LESS_1_MS = 86_399_999n * MS;

/** No date needs more characters; the forms below take time that grows with a power of their number. */
const LONGEST_TEXT = 80;
const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec";
const TIME = String.raw`(?:[T ]+(?<hour>\d\d?)(?::?(?<minute>\d\d)(?::?(?<second>\d\d)(?:[.,](?<fraction>\d{1,9})\d*)?)?)?\s*(?<half>[ap]m)?)?`;
const ZONE = String.raw`\s*(?<zone>Z|UTC|GMT|[+-]\d\d:?(?:\d\d)?)?`;
const NAME = "(?<name>[a-z]{3})[a-z]*";
/** Forms of a day: ISO, compact, month first (`1/31/2020`), day first where no month fits, and with the month's name. */
const DAYS: readonly string[] = [
  String.raw`(?<year>\d{4})(?:[-/.](?<month>\d\d?)(?:[-/.](?<day>\d\d?))?)?`,
  String.raw`(?<year>\d{4})(?<month>\d\d)(?<day>\d\d)`,
  String.raw`(?<month>0?[1-9]|1[0-2])[-/.](?<day>\d\d?)[-/.](?<year>\d{4})`,
  String.raw`(?<day>\d\d?)[-/.](?<month>\d\d?)[-/.](?<year>\d{4})`,
  String.raw`(?:[a-z]+,?\s+)?(?<day>\d\d?)(?:st|nd|rd|th)?[\s-]+${NAME}\.?,?[\s-]+(?<year>\d{4})`,
  String.raw`(?:[a-z]+,?\s+)?${NAME}\.?\s+(?<day>\d\d?)(?:st|nd|rd|th)?,?\s+(?<year>\d{4})`,
  String.raw`${NAME}\.?,?\s+(?<year>\d{4})`,
  String.raw`(?<year>\d{4})[\s-]+${NAME}\.?[\s-]+(?<day>\d\d?)`,
];
const FORMS: readonly RegExp[] = DAYS.map((day) => new RegExp(`^${day}${TIME}${ZONE}$`, "i"));

/** Milliseconds of a zone such as `+02:00`. */
function zoneMs(zone: string | undefined): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone ?? "") ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
}

/** Nanoseconds of what a form found; `undefined` if there is no such day or time. */
function fromFields(fields: Readonly<Record<string, string | undefined>>): bigint | undefined {
  const { name, half, fraction = "" } = fields;
  const number = (field: string, absent: number): number => Number(fields[field] ?? absent);
  const month = name === undefined ? number("month", 1) : MONTHS.indexOf(name.toLowerCase()) / 4 + 1;
  const day = number("day", 1);
  const [year, minute, second] = [number("year", 0), number("minute", 0), number("second", 0)];
  const written = number("hour", 0);
  const hour = half === undefined ? written : (written % 12) + (half.toLowerCase() === "pm" ? 12 : 0);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const exists = Number.isInteger(month) && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!exists || hour > 23 || minute > 59 || second > 59 || (half !== undefined && (written < 1 || written > 12)))
    return undefined;
  const ms = date.getTime() + ((hour * 60 + minute) * 60 + second) * 1000 - zoneMs(fields["zone"]);
  return BigInt(ms) * MS + BigInt(fraction.padEnd(9, "0"));
}

/**
 * Nanoseconds since 1970 of a moment, with the freedom in writing that pandas allows: `2019`, `2019-06`, `2019-06-07T12:30`,
 * `20190607`, `6/7/2019` (month first), `7 June 2019`, `June 7th, 2019 5 pm`; parts left out are the first.
 *
 * @throws InvalidArgumentError if it is no moment, or one outside the years 1677 to 2262.
 * @see Source: `pandas.Timestamp`; words such as `today`, years of two digits and
 *   text without a year, which depend on the clock, are refused here.
 */
export function parseTimestamp(value: DateLike): bigint {
  let ns: bigint | undefined;
  if (typeof value === "string") {
    const text = value.length > LONGEST_TEXT ? "" : value.trim();
    for (const form of FORMS) ns ??= fromFields(form.exec(text)?.groups ?? { month: "0" });
  } else if (value instanceof Date) {
    ns = Number.isNaN(value.getTime()) ? undefined : BigInt(value.getTime()) * MS;
  } else if (typeof value === "bigint" || Number.isSafeInteger(value)) ns = BigInt(value);
  if (ns === undefined || ns > MAX_NS || ns < MIN_NS) {
    throw new InvalidArgumentError("date", value, "a date like 2020-01-31, from 1677 to 2262");
  }
  return ns;
}

/**
 * The span of time that a search term stands for.
 *
 * @param value - One moment is the 24 hours from there, less one millisecond. Of a list, the second is the end; a bound
 *   that is left out or `null` is open.
 * @returns `undefined` if there is no value.
 * @throws InvalidArgumentError if the list has no bounds or more than two, or one of them is no moment.
 * @see Source: `validate_date_range` in `one/util.py`.
 */
export function validateDateRange(
  value: DateLike | readonly (DateLike | null | undefined)[] | null | undefined,
): DateRange | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value !== "object" || value instanceof Date) {
    const start = parseTimestamp(value);
    return { start, end: start + DAY_LESS_1_MS };
  }
  if (value.length !== 1 && value.length !== 2) throw new InvalidArgumentError("date range", value, "one or two dates");
  const bound = (moment: DateLike | null | undefined, open: bigint): bigint => (moment ? parseTimestamp(moment) : open);
  return { start: bound(value[0], MIN_NS), end: bound(value[1], MAX_NS) };
}
