/** Keep of a value what a recorded result can hold: missing values become null, typed arrays lists, maps objects. */
export function plain(value: unknown): unknown {
  if (value === undefined || value === null || (typeof value === "number" && Number.isNaN(value))) return null;
  if (typeof value === "bigint") return Number(value);
  if (typeof value !== "object") return value;
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<unknown>, plain);
  if (Array.isArray(value)) return value.map(plain);
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  return Object.fromEntries(entries.map(([key, item]) => [String(key), plain(item)]));
}

/** Whether two plain values are equal: lists in order, objects by key, where a missing key equals null. */
export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => equal(item, b[i]));
  }
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].every((key) => equal(left[key] ?? null, right[key] ?? null));
}

/** A value on one line, cut to a readable length. */
export function shown(value: unknown, length = 160): string {
  const text = JSON.stringify(value) ?? "undefined";
  return text.length > length ? `${text.slice(0, length)}…` : text;
}

/** Where two plain values first differ, and what they hold there; `undefined` if they are equal. */
export function firstDifference(
  a: unknown,
  b: unknown,
  path = "",
): { readonly path: string; readonly a: unknown; readonly b: unknown } | undefined {
  if (equal(a, b)) return undefined;
  const isNested = typeof a === "object" && typeof b === "object" && a !== null && b !== null;
  if (!isNested || Array.isArray(a) !== Array.isArray(b)) return { path, a, b };
  if (Array.isArray(a) && Array.isArray(b) && a.length !== b.length) return { path: `${path}.length`, a, b };
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    const found = firstDifference(left[key] ?? null, right[key] ?? null, `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return { path, a, b };
}
