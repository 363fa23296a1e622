import { InvalidRegistrationError } from "./errors.ts";

const CLOCK = (prefix: string): string =>
  `(?<${prefix}Hour>\\d\\d)(?:(?<${prefix}Colon>:?)(?<${prefix}Minute>\\d\\d)` +
  `(?:\\k<${prefix}Colon>(?<${prefix}Second>\\d\\d)(?:[.,](?<${prefix}Fraction>\\d+))?)?)?`;

const TIMESTAMP = new RegExp(
  [
    String.raw`^(?<year>\d{4})(?<dash>-?)(?:(?<month>\d\d)\k<dash>(?<day>\d\d)|W(?<week>\d\d)(?:\k<dash>(?<weekday>\d))?)`,
    `(?:.${CLOCK("time")}(?:(?<utc>Z)|(?<sign>[+-])${CLOCK("zone")})?)?$`,
  ].join(""),
  "su",
);

type Groups = Readonly<Record<string, string | undefined>>;

const two = (value: number): string => String(value).padStart(2, "0");
const DAY_MS = 86_400_000;

/** Day as `YYYY-MM-DD`; `undefined` if the calendar has no such day. */
function dayText({ year, month, day, week, weekday }: Groups): string | undefined {
  const date = new Date(0);
  if (week === undefined) {
    date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
    const text = date.toISOString().slice(0, 10);
    return text === `${year}-${month}-${day}` && year !== "0000" ? text : undefined;
  }
  // The week with January 4th is the first.
  date.setUTCFullYear(Number(year), 0, 4);
  const monday = date.getTime() - ((date.getUTCDay() + 6) % 7) * DAY_MS;
  const days = (Number(week) - 1) * 7 + Number(weekday ?? "1") - 1;
  const found = new Date(monday + days * DAY_MS);
  const thursday = new Date(monday + (Number(week) - 1) * 7 * DAY_MS + 3 * DAY_MS);
  const exists = /^[1-7]$/.test(weekday ?? "1") && week !== "00" && thursday.getUTCFullYear() === Number(year);
  return exists && year !== "0000" ? found.toISOString().slice(0, 10) : undefined;
}

/** Hours, minutes, seconds and microseconds as `HH:MM:SS[.ffffff]`; `undefined` if a clock never shows that. */
function clockText(groups: Groups, prefix: string): string | undefined {
  const [hour = "00", minute = "00", second = "00"] = ["Hour", "Minute", "Second"].map((part) => groups[prefix + part]);
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const micros = (groups[`${prefix}Fraction`] ?? "").slice(0, 6).padEnd(6, "0");
  return `${hour}:${minute}:${second}${micros === "000000" ? "" : `.${micros}`}`;
}

/** Offset from UTC as `+HH:MM[:SS[.ffffff]]`, `""` if none is given; `undefined` if it is a day or more. */
function zoneText(groups: Groups): string | undefined {
  if (groups["utc"] !== undefined) return "+00:00";
  const { sign } = groups;
  if (sign === undefined) return "";
  const clock = clockText(groups, "zone")?.replace(/:00$/, "");
  if (clock === undefined) return undefined;
  return clock === "00:00" ? "+00:00" : sign + clock;
}

function parseText(text: string): string | undefined {
  const groups: Groups | undefined = TIMESTAMP.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const parts = [dayText(groups), clockText(groups, "time"), zoneText(groups)] as const;
  return parts.includes(undefined) ? undefined : `${parts[0]}T${parts[1]}${parts[2]}`;
}

/** Local day of an instant, `YYYY-MM-DD`. */
export function localDay(instant: Date): string {
  return `${String(instant.getFullYear()).padStart(4, "0")}-${two(instant.getMonth() + 1)}-${two(instant.getDate())}`;
}

/**
 * A time as the database takes it.
 *
 * @param date - ISO 8601 text with any precision, a zone or none; or an instant, whose local clock is written, without
 *   a zone, as the database expects.
 * @returns `YYYY-MM-DDTHH:MM:SS[.ffffff][+HH:MM]`; a day alone is its midnight.
 * @throws {@link InvalidRegistrationError} if it is no time.
 * @see Source: `RegistrationClient.ensure_ISO8601` in ONE, `one/registration.py`, with the texts that
 *   `datetime.fromisoformat` of Python 3.11 reads.
 */
export function ensureIso8601(date: string | Date): string {
  if (typeof date === "string") {
    const text = parseText(date);
    if (text !== undefined) return text;
  } else if (date instanceof Date && !Number.isNaN(date.getTime())) {
    const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(":");
    const millis = date.getMilliseconds();
    return `${localDay(date)}T${clock}${millis === 0 ? "" : `.${String(millis).padStart(3, "0")}000`}`;
  }
  throw new InvalidRegistrationError("date", date, "ISO 8601 text such as 2020-01-31T12:30:00, or a Date");
}
