import { type DType, type NdArray, type NdData, type StructuredArray } from "../ndarray.ts";
import { HOST_IS_LITTLE_ENDIAN, swapBytesInPlace } from "./byte-order.ts";
import { type ElementType, elementCount, type RecordType, type ScalarType } from "./element-type.ts";
import { InvalidNpyHeaderError, type NpyErrorOptions } from "./errors.ts";
import { widenFloat16 } from "./float16.ts";
import { reverseDimensions } from "./fortran-order.ts";

/** How the elements of a stretch of bytes are laid out. */
export interface ElementLayout {
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly fortranOrder: boolean;
}

/** Elements that take no bytes cost memory all the same, so a file may not claim many of them. */
const MAX_EMPTY_ELEMENTS = 1 << 20;

type NumericDType = Exclude<DType, "string" | "bytes" | "float16" | `datetime64[${string}]` | `timedelta64[${string}]`>;
type NumericArray = Exclude<NdData, readonly unknown[]>;

const ARRAY_TYPES: Readonly<
  Record<NumericDType, new (buffer: ArrayBuffer, offset: number, length: number) => NumericArray>
> = {
  bool: Uint8Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  float32: Float32Array,
  float64: Float64Array,
  complex64: Float32Array,
  complex128: Float64Array,
};

/**
 * Turn the data part of an npy file into an array in row-major order.
 *
 * Numbers are a view of `bytes` where their byte order and alignment allow, a copy where not.
 *
 * @param bytes - At least as many bytes as the elements take; what follows them is ignored.
 * @throws {@link InvalidNpyHeaderError} if a huge number of elements is claimed that take no bytes.
 */
export function decodeElements(
  bytes: Uint8Array<ArrayBuffer>,
  layout: ElementLayout,
  options?: NpyErrorOptions,
): NdArray | StructuredArray {
  const { type, shape } = layout;
  return type.kind === "scalar"
    ? decodeScalars(bytes, { ...layout, type, innerShape: [] }, options)
    : decodeRecords(bytes, { type, shape, fortranOrder: layout.fortranOrder }, options);
}

interface ScalarLayout extends ElementLayout {
  readonly type: ScalarType;
  /** Dimensions within one element of a structured array; always row-major. */
  readonly innerShape: readonly number[];
}

function decodeScalars(
  bytes: Uint8Array<ArrayBuffer>,
  { type, shape, fortranOrder, innerShape }: ScalarLayout,
  options?: NpyErrorOptions,
): NdArray {
  const count = elementCount(shape) * elementCount(innerShape);
  const data = decodeData(bytes, type, count, options);
  const isComplex = type.dtype === "complex64" || type.dtype === "complex128";
  const blockLength = elementCount(innerShape) * (isComplex ? 2 : 1);
  return {
    kind: "array",
    dtype: type.dtype,
    shape: [...shape, ...innerShape],
    data: fortranOrder ? reverseDimensions(data, [...shape].reverse(), blockLength) : data,
  };
}

function decodeData(
  bytes: Uint8Array<ArrayBuffer>,
  type: ScalarType,
  count: number,
  options?: NpyErrorOptions,
): NdData {
  const { dtype, itemSizeBytes: size } = type;
  if (dtype === "string" || dtype === "bytes") {
    if (size === 0 && count > MAX_EMPTY_ELEMENTS) {
      throw new InvalidNpyHeaderError(
        `${count} elements of no bytes (expected at most ${MAX_EMPTY_ELEMENTS})`,
        undefined,
        options,
      );
    }
    return dtype === "string" ? decodeText(bytes, type, count) : decodeByteStrings(bytes, size, count);
  }
  const used = bytes.subarray(0, count * size);
  if (dtype === "float16") return widenFloat16(viewNumbers(used, type, 2, Uint16Array) as Uint16Array);
  const TypedArray = dtype in ARRAY_TYPES ? ARRAY_TYPES[dtype as NumericDType] : BigInt64Array;
  const wordBytes = dtype === "complex64" || dtype === "complex128" ? size / 2 : size;
  return viewNumbers(used, type, wordBytes, TypedArray);
}

function viewNumbers(
  bytes: Uint8Array<ArrayBuffer>,
  { littleEndian }: ScalarType,
  wordBytes: number,
  TypedArray: new (buffer: ArrayBuffer, offset: number, length: number) => NumericArray,
): NumericArray {
  const swapped = wordBytes > 1 && littleEndian !== HOST_IS_LITTLE_ENDIAN;
  const aligned = swapped || bytes.byteOffset % wordBytes !== 0 ? new Uint8Array(bytes) : bytes;
  if (swapped) swapBytesInPlace(aligned, wordBytes);
  return new TypedArray(aligned.buffer, aligned.byteOffset, aligned.length / wordBytes);
}

/** UCS-4, padded with zeros at the end, which NumPy does not count as text. */
function decodeText(bytes: Uint8Array<ArrayBuffer>, type: ScalarType, count: number): string[] {
  const width = type.itemSizeBytes / 4;
  const codes = viewNumbers(bytes.subarray(0, count * type.itemSizeBytes), type, 4, Uint32Array) as Uint32Array;
  const texts: string[] = new Array(count);
  for (let i = 0; i < count; i++) {
    const start = i * width;
    let end = start + width;
    while (end > start && codes[end - 1] === 0) end--;
    let text = "";
    for (let at = start; at < end; at++) text += codePointText(codes[at]!);
    texts[i] = text;
  }
  return texts;
}

function codePointText(code: number): string {
  return code > 0x10ffff ? "\ufffd" : String.fromCodePoint(code);
}

function decodeByteStrings(bytes: Uint8Array<ArrayBuffer>, width: number, count: number): Uint8Array<ArrayBuffer>[] {
  const values: Uint8Array<ArrayBuffer>[] = new Array(count);
  for (let i = 0; i < count; i++) {
    const start = i * width;
    let end = start + width;
    while (end > start && bytes[end - 1] === 0) end--;
    values[i] = bytes.subarray(start, end);
  }
  return values;
}

function decodeRecords(
  bytes: Uint8Array<ArrayBuffer>,
  { type, shape, fortranOrder }: ElementLayout & { readonly type: RecordType },
  options?: NpyErrorOptions,
): StructuredArray {
  const count = elementCount(shape);
  const fields = new Map<string, NdArray | StructuredArray>();
  for (const { name, offsetBytes, type: fieldType, shape: innerShape } of type.fields) {
    const width = fieldType.itemSizeBytes * elementCount(innerShape);
    const column = gather(bytes, { offsetBytes, width, strideBytes: type.itemSizeBytes, count });
    const layout = { shape, fortranOrder, innerShape };
    fields.set(
      name,
      fieldType.kind === "scalar"
        ? decodeScalars(column, { ...layout, type: fieldType }, options)
        : decodeNested(column, { ...layout, type: fieldType }, options),
    );
  }
  return { kind: "structured", shape, fields };
}

function decodeNested(
  bytes: Uint8Array<ArrayBuffer>,
  { type, shape, fortranOrder, innerShape }: ElementLayout & { type: RecordType; innerShape: readonly number[] },
  options?: NpyErrorOptions,
): StructuredArray {
  const ordered = fortranOrder
    ? reverseDimensions(bytes, [...shape].reverse(), type.itemSizeBytes * elementCount(innerShape))
    : bytes;
  return decodeRecords(ordered, { type, shape: [...shape, ...innerShape], fortranOrder: false }, options);
}

interface Column {
  readonly offsetBytes: number;
  readonly width: number;
  readonly strideBytes: number;
  readonly count: number;
}

/** Copy one field of every record together. */
function gather(
  bytes: Uint8Array<ArrayBuffer>,
  { offsetBytes, width, strideBytes, count }: Column,
): Uint8Array<ArrayBuffer> {
  if (width === 0 || count === 0) return new Uint8Array(0);
  const column = new Uint8Array(width * count);
  let to = 0;
  for (let record = 0; record < count; record++) {
    const from = record * strideBytes + offsetBytes;
    for (let i = 0; i < width; i++) column[to++] = bytes[from + i]!;
  }
  return column;
}
