const TIME = /^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:?\d\d)?$/;

/** A time to the nanosecond: whole seconds, and what is left. */
function parse(text: unknown): readonly [seconds: number, nanoseconds: number] | undefined {
  const [, clock, fraction = "", zone = "Z"] = (typeof text === "string" ? TIME.exec(text) : null) ?? [];
  const milliseconds = Date.parse(`${clock?.replace(" ", "T")}${zone}`);
  return Number.isNaN(milliseconds) ? undefined : [milliseconds / 1000, Number(fraction.padEnd(9, "0"))];
}

/**
 * True if a note's `date_time` is before another's. The database leaves out a fraction of 0, and may write a time zone: as
 * texts, `36Z` would come after `36.5Z`.
 *
 * @returns False for the same time, and where one of them is no time.
 */
export function isBefore(time: unknown, other: unknown): boolean {
  const [a, b] = [parse(time), parse(other)];
  if (a === undefined || b === undefined) return false;
  return a[0] === b[0] ? a[1] < b[1] : a[0] < b[0];
}
