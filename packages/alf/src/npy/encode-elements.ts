import { type NdArray, type StructuredArray } from "../ndarray.ts";
import { HOST_IS_LITTLE_ENDIAN, swapBytesInPlace } from "./byte-order.ts";
import { type ElementType, elementCount, type RecordField, type ScalarType } from "./element-type.ts";
import { InvalidArrayError } from "./errors.ts";
import { narrowToFloat16 } from "./float16.ts";
import { checkArray } from "./nd-array.ts";

const ITEM_SIZES: Readonly<Record<string, number>> = {
  bool: 1,
  int8: 1,
  int16: 2,
  int32: 4,
  int64: 8,
  uint8: 1,
  uint16: 2,
  uint32: 4,
  uint64: 8,
  float16: 2,
  float32: 4,
  float64: 8,
  complex64: 8,
  complex128: 16,
};

/**
 * The type that NumPy gives an array: text and byte strings as wide as their longest element, fields without padding.
 *
 * @throws {@link InvalidArrayError} if an array's parts disagree, or a text is missing (`null`).
 */
export function elementTypeOf(array: NdArray | StructuredArray): ElementType {
  if (array.kind === "array") return scalarTypeOf(array);
  const fields: RecordField[] = [];
  let offsetBytes = 0;
  for (const [name, field] of array.fields) {
    if (array.shape.some((length, axis) => field.shape[axis] !== length)) {
      throw new InvalidArrayError(
        `field ${JSON.stringify(name)} has shape (${field.shape.join(", ")}), the array (${array.shape.join(", ")})`,
      );
    }
    const type = elementTypeOf(field);
    const shape = field.shape.slice(array.shape.length);
    fields.push({ name, offsetBytes, type, shape });
    offsetBytes += type.itemSizeBytes * elementCount(shape);
  }
  return { kind: "record", fields, itemSizeBytes: offsetBytes };
}

function scalarTypeOf(array: NdArray): ScalarType {
  checkArray(array);
  const { dtype, data } = array;
  const littleEndian = true;
  if (dtype !== "string" && dtype !== "bytes") {
    return { kind: "scalar", dtype, itemSizeBytes: ITEM_SIZES[dtype] ?? 8, littleEndian };
  }
  // NumPy's narrowest text and byte strings have room for one character.
  let width = 1;
  for (const item of data as readonly unknown[]) {
    width = Math.max(width, dtype === "string" ? codePointCount(item) : byteCount(item));
  }
  return { kind: "scalar", dtype, itemSizeBytes: dtype === "string" ? 4 * width : width, littleEndian };
}

function codePointCount(item: unknown): number {
  if (typeof item !== "string") throw new InvalidArrayError(`${item} among text (expected a string, "" for none)`);
  let count = 0;
  for (const _ of item) count++;
  return count;
}

function byteCount(item: unknown): number {
  if (!(item instanceof Uint8Array)) throw new InvalidArrayError(`${item} among byte strings (expected a Uint8Array)`);
  return item.length;
}

/**
 * Lay out elements as an npy file holds them: row-major, little-endian.
 *
 * @param type - What {@link elementTypeOf} says of the array.
 */
export function encodeElements(array: NdArray | StructuredArray, type: ElementType): Uint8Array<ArrayBuffer> {
  if (array.kind === "array") return encodeScalars(array, type as ScalarType);
  const count = elementCount(array.shape);
  const bytes = new Uint8Array(count * type.itemSizeBytes);
  if (type.kind === "scalar") return bytes;
  for (const field of type.fields) {
    const value = array.fields.get(field.name);
    if (value !== undefined)
      scatter(encodeElements(value, field.type), bytes, { field, count, stride: type.itemSizeBytes });
  }
  return bytes;
}

interface Placement {
  readonly field: RecordField;
  readonly count: number;
  readonly stride: number;
}

function scatter(column: Uint8Array, records: Uint8Array, { field, count, stride }: Placement): void {
  const width = field.type.itemSizeBytes * elementCount(field.shape);
  let from = 0;
  for (let record = 0; record < count; record++) {
    const to = record * stride + field.offsetBytes;
    for (let i = 0; i < width; i++) records[to + i] = column[from++]!;
  }
}

function encodeScalars({ dtype, data }: NdArray, { itemSizeBytes }: ScalarType): Uint8Array<ArrayBuffer> {
  if (dtype === "string") return littleEndian(encodeText(data as readonly string[], itemSizeBytes / 4), 4);
  if (dtype === "bytes") return encodeByteStrings(data as readonly Uint8Array[], itemSizeBytes);
  if (dtype === "float16") return littleEndian(narrowToFloat16(data as Float32Array<ArrayBuffer>), 2);
  const wordBytes = dtype === "complex64" || dtype === "complex128" ? itemSizeBytes / 2 : itemSizeBytes;
  return littleEndian(data as Float64Array<ArrayBuffer>, wordBytes);
}

function littleEndian(
  { buffer, byteOffset, byteLength }: { buffer: ArrayBuffer; byteOffset: number; byteLength: number },
  wordBytes: number,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  if (HOST_IS_LITTLE_ENDIAN || wordBytes === 1) return bytes;
  const swapped = new Uint8Array(bytes);
  swapBytesInPlace(swapped, wordBytes);
  return swapped;
}

function encodeText(texts: readonly string[], width: number): Uint32Array<ArrayBuffer> {
  const codes = new Uint32Array(texts.length * width);
  texts.forEach((text, i) => {
    let at = i * width;
    for (const char of text) codes[at++] = char.codePointAt(0) ?? 0;
  });
  return codes;
}

function encodeByteStrings(values: readonly Uint8Array[], width: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(values.length * width);
  values.forEach((value, i) => {
    bytes.set(value, i * width);
  });
  return bytes;
}
