import { type JsonValue, type NdArray } from "../../src/index.ts";
import { encodeNpy } from "../../src/npy/index.ts";
import { MemoryStore } from "../../src/store/index.ts";
import { CountingListableStore } from "../../src/testing/index.ts";

/** A row-major float64 array 0, 1, 2, … of a shape. */
export function counting(...shape: readonly number[]): NdArray {
  const count = shape.reduce((product, length) => product * length, 1);
  return { kind: "array", dtype: "float64", shape, data: Float64Array.from({ length: count }, (_, index) => index) };
}

/** The same as the bytes of an npy file. */
export function npy(...shape: readonly number[]): Uint8Array<ArrayBuffer> {
  return encodeNpy(counting(...shape));
}

/** A float64 vector as the bytes of an npy file. */
export function npyOf(values: readonly number[], shape: readonly number[] = [values.length]): Uint8Array<ArrayBuffer> {
  return encodeNpy(Float64Array.from(values), { shape });
}

/** A text file, or a JSON file of anything that is no text. */
export function text(content: JsonValue): Uint8Array {
  return new TextEncoder().encode(typeof content === "string" ? content : JSON.stringify(content));
}

/** A store in memory that counts what is asked of it. */
export function filesOf(files: Readonly<Record<string, Uint8Array>>): CountingListableStore {
  return new CountingListableStore(new MemoryStore(Object.entries(files)));
}
