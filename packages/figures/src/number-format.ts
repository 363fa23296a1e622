const SUPERSCRIPTS: Readonly<Record<string, string>> = {
  "-": "⁻",
  0: "⁰",
  1: "¹",
  2: "²",
  3: "³",
  4: "⁴",
  5: "⁵",
  6: "⁶",
  7: "⁷",
  8: "⁸",
  9: "⁹",
};

/** A whole count with separators: `1,000,000`. Independent of the machine's locale, as figures must be. */
export function formatCount(count: number): string {
  return grouped(String(Math.round(count)));
}

/** A number by itself, with at most six digits: 0.0625 and not 6.25×10⁻². */
export function formatNumber(value: number): string {
  return String(Number(value.toPrecision(6))).replace("-", "−");
}

/** A power of ten as `10⁻³`. */
export function formatPower(exponent: number): string {
  return `10${superscript(exponent)}`;
}

/**
 * Label of a tick, with as many decimals as `step` needs, a true minus sign and, far from 1, a power of ten.
 *
 * @param step - Distance between neighbouring ticks.
 */
export function formatTick(value: number, step: number): string {
  if (value === 0) return "0";
  const magnitude = Math.max(Math.abs(value), step);
  if (magnitude >= 1e6 || step < 1e-4) return formatScientific(value, step);
  const text = Math.abs(value).toFixed(decimalsOf(step));
  return (value < 0 ? "−" : "") + (magnitude >= 10_000 ? grouped(text) : text);
}

function formatScientific(value: number, step: number): string {
  const exponent = Math.floor(Math.log10(Math.abs(value)) + 1e-9);
  const mantissa = Math.abs(value) / 10 ** exponent;
  const decimals = Math.max(0, Math.min(6, exponent - Math.floor(Math.log10(step) + 1e-9)));
  const digits = mantissa.toFixed(decimals);
  return `${value < 0 ? "−" : ""}${Number(digits) === 1 ? "" : `${digits}×`}10${superscript(exponent)}`;
}

function decimalsOf(step: number): number {
  for (let decimals = 0; decimals < 8; decimals++) {
    const scaled = step * 10 ** decimals;
    if (Math.abs(scaled - Math.round(scaled)) < 1e-6 * scaled) return decimals;
  }
  return 8;
}

function grouped(digits: string): string {
  const [whole = "", decimals] = digits.split(".");
  const withCommas = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return decimals === undefined ? withCommas : `${withCommas}.${decimals}`;
}

function superscript(exponent: number): string {
  return [...String(exponent)].map((digit) => SUPERSCRIPTS[digit] ?? digit).join("");
}
