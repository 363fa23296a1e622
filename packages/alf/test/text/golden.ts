import { readFileSync } from "node:fs";
import { type AlfColumn } from "../../src/ndarray.ts";

/** Name, dtype and values of a column as fixtures/generate/text.py describes it; null is missing. */
export type DescribedColumn = [string, string, (string | number | boolean | null)[]];

/** A text and what pandas makes of it: columns, or an error. */
export interface TableCase {
  text: string;
  sep: string;
  header: boolean;
  index?: DescribedColumn[];
  columns?: DescribedColumn[];
  error?: string;
}

export function fixtureJson<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../../../fixtures/text/${name}`, import.meta.url), "utf8")) as T;
}

export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

export function describeColumn(name: string, { values, validity }: AlfColumn): DescribedColumn {
  const items = Array.from(values.data as ArrayLike<unknown>, (value, row) =>
    validity?.[row] === 0 ? null : describeValue(value, values.dtype),
  );
  return [name, values.dtype, items];
}

function describeValue(value: unknown, dtype: string): string | number | boolean | null {
  if (typeof value === "bigint") return String(value);
  if (dtype === "bool") return value === 1;
  if (typeof value === "string") return value;
  if (typeof value !== "number" || Number.isNaN(value)) return null;
  return Number.isFinite(value) ? value : String(value);
}

/** The same with floats to 15 digits: more pandas does not promise by default. */
export function rounded([name, dtype, items]: DescribedColumn): DescribedColumn {
  return [name, dtype, items.map((item) => (typeof item === "number" ? Number(item.toPrecision(15)) : item))];
}
