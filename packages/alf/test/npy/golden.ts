import { readFileSync } from "node:fs";
import { type NdArray, type StructuredArray } from "../../src/ndarray.ts";

/** An array in the form in which fixtures/generate/npy.py describes it. */
export type Described =
  | { kind: "array"; dtype: string; shape: number[]; values: (string | number)[] }
  | { kind: "structured"; shape: number[]; fields: [string, Described][] };

export type GoldenCase = Described & { file: string; exact: boolean; fortran?: boolean; version?: string };

export function fixture(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(new URL(`../../../../fixtures/npy/${name}`, import.meta.url)));
}

export function fixtureJson<T>(name: string): T {
  return JSON.parse(new TextDecoder().decode(fixture(name))) as T;
}

export function describeArray(array: NdArray | StructuredArray): Described {
  if (array.kind === "structured") {
    const fields = [...array.fields].map(([name, field]): [string, Described] => [name, describeArray(field)]);
    return { kind: "structured", shape: [...array.shape], fields };
  }
  const values = Array.from(array.data as ArrayLike<unknown>, describeValue);
  return { kind: "array", dtype: array.dtype, shape: [...array.shape], values };
}

function describeValue(value: unknown): string | number {
  if (typeof value === "string") return value;
  if (typeof value === "bigint") return String(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
  if (typeof value !== "number") throw new TypeError(`unexpected ${value}`);
  if (Object.is(value, -0)) return "-0";
  return Number.isFinite(value) ? value : String(value);
}
