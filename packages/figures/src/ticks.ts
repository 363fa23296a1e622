import { formatPower, formatTick } from "./number-format.ts";
import { type Extent } from "./numeric-array.ts";

/** A mark on an axis. Unlabelled ones are the minor ticks of a logarithmic axis. */
export interface Tick {
  readonly value: number;
  readonly label: string;
}

/** Where an axis begins and ends, in data units. */
export interface Domain {
  readonly low: number;
  readonly high: number;
  readonly logarithmic: boolean;
}

const MULTIPLES: readonly number[] = [1, 2, 5, 10];

/** The round step (1, 2 or 5 times a power of ten) that cuts `span` into at most `count` parts. */
export function roundStep(span: number, count: number): number {
  const least = span / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(least));
  return power * (MULTIPLES.find((multiple) => multiple * power >= least * (1 - 1e-9)) ?? 10);
}

/**
 * Ticks at round values inside a domain.
 *
 * @param count - How many there is room for.
 * @param wholeNumbers - Never put one between two whole numbers, as for trials.
 */
export function axisTicks(domain: Domain, count: number, wholeNumbers = false): readonly Tick[] {
  return domain.logarithmic ? logTicks(domain, count) : linearTicks(domain, count, wholeNumbers);
}

function linearTicks({ low, high }: Domain, count: number, wholeNumbers: boolean): readonly Tick[] {
  const wanted = roundStep(high - low, count);
  const step = wholeNumbers ? Math.max(1, wanted) : wanted;
  const ticks: Tick[] = [];
  const last = Math.floor(high / step + 1e-9);
  for (let i = Math.ceil(low / step - 1e-9); i <= last && ticks.length < 200; i++) {
    const value = step >= 1 ? i * step + 0 : i / Math.round(1 / step) + 0; // + 0: never minus zero
    ticks.push({ value, label: formatTick(value, step) });
  }
  return ticks;
}

function logTicks(domain: Domain, count: number): readonly Tick[] {
  const from = Math.floor(Math.log10(domain.low) + 1e-9);
  const to = Math.ceil(Math.log10(domain.high) - 1e-9);
  const stride = Math.max(1, Math.ceil((to - from) / Math.max(1, count)));
  const labelled = labelledMultiples(domain, to - from, count);
  const ticks: Tick[] = [];
  for (let exponent = from; exponent <= to; exponent++) {
    for (let multiple = 1; multiple < 10; multiple++) {
      const value = multiple * 10 ** exponent;
      if (value < domain.low * (1 - 1e-9) || value > domain.high * (1 + 1e-9)) continue;
      const show = labelled.includes(multiple) && (exponent - from) % stride === 0;
      if (show || stride === 1 || multiple === 1) ticks.push({ value, label: show ? logLabel(value, exponent) : "" });
    }
  }
  return ticks;
}

function labelledMultiples({ low, high }: Domain, decades: number, count: number): readonly number[] {
  if (high / low < 3) return [1, 2, 3, 4, 5, 6, 7, 8, 9];
  if (decades * 3 <= count) return [1, 2, 5];
  return [1];
}

function logLabel(value: number, exponent: number): string {
  return exponent >= -3 && exponent <= 4 ? formatTick(value, 10 ** exponent) : powerLabel(value, exponent);
}

function powerLabel(value: number, exponent: number): string {
  const multiple = Math.round(value / 10 ** exponent);
  return multiple === 1 ? formatPower(exponent) : `${multiple}×${formatPower(exponent)}`;
}

/** A domain that shows `extent`: widened a little where asked, never of no width, `[0, 1]` for no data. */
export function domainOf(
  extent: Extent | undefined,
  { pad = 0, includeZero = false }: { readonly pad?: number; readonly includeZero?: boolean } = {},
): Domain {
  const [first, last] = extent ?? [0, 1];
  // Within these bounds differences and their inverses stay finite.
  let low = Math.max(-1e300, includeZero ? Math.min(0, first) : first);
  let high = Math.min(1e300, includeZero ? Math.max(0, last) : last);
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high - low <= Math.max(size * 1e-12, 1e-290)) {
    const room = size < 1e-280 ? 1 : size * 0.1;
    low = includeZero && low === 0 ? 0 : low - room;
    high += room;
    return { low, high, logarithmic: false };
  }
  const room = (high - low) * pad;
  return {
    low: includeZero && low === 0 ? 0 : low - room,
    high: includeZero && high === 0 ? 0 : high + room,
    logarithmic: false,
  };
}
