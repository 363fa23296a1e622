const UNITS = ["B", "kB", "MB", "GB", "TB", "PB"] as const;

/** Bytes in decimal units with three digits: `1.25 MB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toPrecision(3)} ${UNITS[unit]}`;
}

/** `1 session`, `2 sessions`. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}

/** Bytes out of a text such as `500MB`, `1.5 GB` or `1000`, in decimal units; `undefined` if it is none. */
export function parseBytes(text: string): number | undefined {
  const [, number, prefix = ""] = /^\s*(\d+(?:\.\d+)?)\s*([kmgtp]?)b?\s*$/i.exec(text) ?? [];
  if (number === undefined) return undefined;
  const power = ["", "k", "m", "g", "t", "p"].indexOf(prefix.toLowerCase());
  return Math.round(Number(number) * 1000 ** power);
}
