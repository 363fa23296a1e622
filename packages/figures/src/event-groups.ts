import { sampleColours } from "./colour-map.ts";
import { UnequalLengthsError } from "./errors.ts";
import { formatNumber } from "./number-format.ts";
import { type NumericArray } from "./numeric-array.ts";
import { type Theme } from "./theme.ts";

/** What each event belongs to: a number (e.g. contrast) or a name. */
export type GroupLabels = NumericArray | readonly string[];

/** Events that belong together. */
export interface EventGroup {
  /** `undefined` if nothing was grouped. */
  readonly label: string | undefined;
  readonly colour: string;
  /** Event numbers, increasing. */
  readonly rows: readonly number[];
}

/**
 * Sort events into groups: numbers in increasing order and coloured along a scale, names in order of appearance and
 * coloured apart. Events whose time or number is not finite are in none.
 */
export function groupEvents(
  eventTimes: NumericArray,
  groups: GroupLabels | undefined,
  theme: Theme,
): readonly EventGroup[] {
  const rows = Array.from(eventTimes, (_, row) => row).filter((row) => Number.isFinite(eventTimes[row]));
  if (groups === undefined) return [{ label: undefined, colour: theme.series[0]!, rows }];
  if (groups.length !== eventTimes.length) {
    throw new UnequalLengthsError({ events: eventTimes.length, groups: groups.length });
  }
  const byKey = new Map<number | string, number[]>();
  for (const row of rows) {
    const key = groups[row]!;
    if (typeof key === "number" && !Number.isFinite(key)) continue;
    const members = byKey.get(key);
    if (members) members.push(row);
    else byKey.set(key, [row]);
  }
  const keys = [...byKey.keys()];
  const numeric = keys.every((key) => typeof key === "number");
  if (numeric) keys.sort((a, b) => Number(a) - Number(b));
  const colours = numeric && keys.length > 2 ? sampleColours(theme.ordered, keys.length) : theme.series;
  return keys.map((key, i) => ({ label: labelOf(key), colour: colours[i % colours.length]!, rows: byKey.get(key)! }));
}

function labelOf(key: number | string): string {
  return typeof key === "string" ? key : formatNumber(key);
}
