const NANOSECONDS: Readonly<Record<string, bigint>> = {
  D: 86_400_000_000_000n,
  h: 3_600_000_000_000n,
  m: 60_000_000_000n,
  s: 1_000_000_000n,
  ms: 1_000_000n,
  us: 1_000n,
  ns: 1n,
};

/** How NumPy keeps a missing time. */
const NOT_A_TIME = -(2n ** 63n);

/**
 * How the times of a dtype are written: `2024-05-06 07:08:09.123456`, with as many decimals as the unit has; nothing for
 * a missing time; only the date where the unit is days.
 *
 * @returns `undefined` if the dtype is no `datetime64` of days or a shorter unit.
 */
export function timeFormatter(dtype: string): ((value: bigint) => string) | undefined {
  const unit = /^datetime64\[(\w+)\]$/.exec(dtype)?.[1];
  const nanoseconds = unit === undefined || !Object.hasOwn(NANOSECONDS, unit) ? undefined : NANOSECONDS[unit];
  if (unit === undefined || nanoseconds === undefined) return undefined;
  const decimals = { ms: 3, us: 6, ns: 9 }[unit] ?? 0;
  return (value) => (value === NOT_A_TIME ? "" : formatTime(value * nanoseconds, { decimals, dateOnly: unit === "D" }));
}

function formatTime(nanoseconds: bigint, { decimals, dateOnly }: { decimals: number; dateOnly: boolean }): string {
  const fraction = ((nanoseconds % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  const seconds = Number((nanoseconds - fraction) / 1_000_000_000n);
  const date = new Date(seconds * 1000);
  // Beyond the years that a Date knows there is no calendar to ask.
  if (Number.isNaN(date.getTime())) return `${nanoseconds}`;
  const [day = "", time = ""] = date.toISOString().split("T");
  if (dateOnly) return day;
  const parts = fraction.toString().padStart(9, "0").slice(0, decimals);
  return `${day} ${time.slice(0, 8)}${decimals === 0 ? "" : `.${parts}`}`;
}
