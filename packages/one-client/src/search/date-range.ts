import { ArgumentTypeError } from "@neurophys/alf";
import { type DateRange, validateDateRange } from "@neurophys/alf/filter";
import { type CompatName } from "../one/compat.ts";
import { dateOfDay } from "./number-column.ts";

/** Days since 1970-01-01, both included. */
export interface DayRange {
  readonly first: number;
  readonly last: number;
}

const DAY_NS = 86_400_000_000_000n;

/**
 * The days whose midnight lies in a span of time: what a session, which has a day and no time, is compared with.
 *
 * One moment stands for its day.
 *
 * @param value - What a caller gave for `date_range`.
 * @throws ArgumentTypeError if there is no value.
 * @throws InvalidArgumentError if it is no moment, or not one or two of them.
 * @see Source: `One.search` in ONE, `one/api.py`. There one moment is the 24 hours that begin with it, in which the
 *   midnight of its own day does not lie (O7).
 */
export function dayNumbers(value: unknown, compat: readonly CompatName[]): DayRange {
  const { start, end } = timeRange(value);
  const isMoment = typeof value !== "object" || value instanceof Date;
  if (isMoment && !compat.includes("date-with-time")) {
    const day = Number(floorDays(start));
    return { first: day, last: day };
  }
  return { first: -Number(floorDays(-start)), last: Number(floorDays(end)) };
}

/**
 * The first and last day of a span of time, as the database takes them: `["2020-01-31", "2020-02-01"]`.
 *
 * @throws as {@link dayNumbers}.
 * @see Source: `OneAlyx.search` in ONE, `one/api.py`.
 */
export function dayRange(value: unknown): [first: string, last: string] {
  const { start, end } = timeRange(value);
  return [dateOfDay(Number(floorDays(start))), dateOfDay(Number(floorDays(end)))];
}

function timeRange(value: unknown): DateRange {
  const range = validateDateRange(value as Parameters<typeof validateDateRange>[0]);
  if (range === undefined) throw new ArgumentTypeError("date_range", value, "a date or one or two bounds");
  return range;
}

/** Whole days since 1970, rounded down. */
function floorDays(nanoseconds: bigint): bigint {
  const days = nanoseconds / DAY_NS;
  return nanoseconds < 0n && days * DAY_NS !== nanoseconds ? days - 1n : days;
}
