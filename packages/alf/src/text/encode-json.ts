import { type JsonValue } from "../ndarray.ts";
import { UnwritableValueError } from "./errors.ts";
import { formatPythonFloat } from "./python-float.ts";

/** Options of {@link encodeJson}. */
export interface EncodeJsonOptions {
  /** Spaces a level; by default everything stands on one line. */
  readonly indent?: number | undefined;
}

/**
 * Write JSON as Python's `json.dumps` does: ASCII only, `", "` and `": "` between, `NaN` and `Infinity` as such.
 *
 * @throws {@link UnwritableValueError} if a value has no JSON form (a bigint, a function, `undefined`).
 * @see Source: `json.dumps`. Whole numbers have no `.0` here, as there is no telling floats from integers.
 */
export function encodeJson(value: JsonValue, { indent }: EncodeJsonOptions = {}): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(format(value, indent, 0));
}

/** Write a list as a file of one JSON value a line (`.jsonable`), as {@link encodeJson} writes each. */
export function encodeJsonLines(values: readonly JsonValue[]): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(values.map((value) => `${format(value, undefined, 0)}\n`).join(""));
}

/**
 * Write the side file that describes a dataset (`object.attribute.metadata.json`): one space a level, ASCII only.
 *
 * @see Source: `save_metadata` in ONE, `one/alf/io.py`.
 */
export function encodeMetadata(metadata: { readonly [key: string]: JsonValue }): Uint8Array<ArrayBuffer> {
  return encodeJson(metadata, { indent: 1 });
}

function format(value: JsonValue, indent: number | undefined, level: number): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") return formatNumber(value);
  if (typeof value === "string") return formatText(value);
  if (typeof value !== "object") throw new UnwritableValueError(`${typeof value} in JSON`);
  if (Array.isArray(value))
    return bracket(
      "[]",
      value.map((item: JsonValue) => format(item, indent, level + 1)),
      { indent, level },
    );
  const entries = Object.entries(value).map(([key, item]) => `${formatText(key)}: ${format(item, indent, level + 1)}`);
  return bracket("{}", entries, { indent, level });
}

function bracket(
  brackets: "[]" | "{}",
  items: readonly string[],
  { indent, level }: { readonly indent: number | undefined; readonly level: number },
): string {
  const [open, close] = brackets;
  if (items.length === 0) return brackets;
  if (indent === undefined) return `${open}${items.join(", ")}${close}`;
  const inner = `\n${" ".repeat(indent * (level + 1))}`;
  return `${open}${inner}${items.join(`,${inner}`)}\n${" ".repeat(indent * level)}${close}`;
}

function formatNumber(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "Infinity" : "-Infinity";
  // Negative zero is a float and nothing else, so it keeps its sign only as one.
  const isWhole = Number.isInteger(value) && Math.abs(value) < 1e21 && !Object.is(value, -0);
  return isWhole ? String(value) : formatPythonFloat(value);
}

function formatText(text: string): string {
  return JSON.stringify(text).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
