import { type AlfValue, type NdArray } from "@neurophys/alf";

/** One attribute in a line: type, shape, smallest and largest value, and the first few. */
export interface AttributeSummary {
  readonly attribute: string;
  readonly type: string;
  readonly shape: string;
  readonly range: string;
  readonly first: string;
  /** The same for programs. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Values shown at the end of a line. */
const FIRST = 4;

/** Summarise an attribute for a table. */
export function summariseAttribute(attribute: string, value: AlfValue): AttributeSummary {
  const none = { attribute, shape: "", range: "", first: "", facts: {} };
  switch (value?.kind) {
    case "array":
      return {
        attribute,
        type: value.dtype,
        shape: shape(value.shape),
        range: range(value),
        first: first(value),
        facts: { shape: value.shape, range: limits(value) ?? null },
      };
    case "table":
      return {
        ...none,
        type: "table",
        shape: shape([value.rowCount, value.columns.size]),
        first: [...value.columns.keys()].join(", "),
        facts: { shape: [value.rowCount, value.columns.size], columns: [...value.columns.keys()] },
      };
    case "structured":
      return { ...none, type: "structured", shape: shape(value.shape), first: [...value.fields.keys()].join(", ") };
    case "sparse":
      return { ...none, type: `sparse ${value.values.dtype}`, shape: shape(value.shape) };
    case "archive":
      return { ...none, type: "archive", first: value.names.join(", ") };
    case "json":
      return { ...none, type: "json", first: JSON.stringify(value.value).slice(0, 200) };
    case "file":
      return { ...none, type: "file", first: value.location };
    default:
      return { ...none, type: "empty file" };
  }
}

function shape(lengths: readonly number[]): string {
  return lengths.length === 0 ? "single" : lengths.join(" × ");
}

function range(array: NdArray): string {
  if (Array.isArray(array.data) || array.dtype.startsWith("complex") || array.data.length === 0) return "";
  const ends = limits(array);
  return ends === undefined ? "all missing" : `${short(ends[0])} … ${short(ends[1])}`;
}

/** Smallest and largest number; `undefined` if there is none. */
function limits({ dtype, data }: NdArray): readonly [number | bigint, number | bigint] | undefined {
  if (Array.isArray(data) || dtype.startsWith("complex")) return undefined;
  let low: number | bigint | undefined;
  let high: number | bigint | undefined;
  for (const item of data as Iterable<number | bigint>) {
    if (Number.isNaN(item)) continue;
    if (low === undefined || item < low) low = item;
    if (high === undefined || item > high) high = item;
  }
  return low === undefined || high === undefined ? undefined : [low, high];
}

function first({ data, shape: lengths }: NdArray): string {
  const values = Array.from(data.slice(0, FIRST) as ArrayLike<number | bigint | string | null | Uint8Array>, (item) =>
    short(item),
  );
  const total = lengths.reduce((product, length) => product * length, 1);
  return total > FIRST ? `${values.join(" ")} …` : values.join(" ");
}

/** A value in at most six digits, or a text cut short. */
function short(item: number | bigint | string | null | Uint8Array): string {
  if (typeof item === "number") return Number.isInteger(item) ? String(item) : String(Number(item.toPrecision(5)));
  if (item instanceof Uint8Array)
    return `0x${Array.from(item.subarray(0, 4), (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
  const text = String(item);
  return text.length > 20 ? `${text.slice(0, 19)}…` : text;
}
