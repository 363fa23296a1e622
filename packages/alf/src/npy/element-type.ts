import { type DType } from "../ndarray.ts";
import { InvalidNpyHeaderError, type NpyErrorOptions, ObjectArrayError, UnsupportedDTypeError } from "./errors.ts";
import { formatPythonString, formatPythonTuple, type PythonLiteral } from "./python-literal.ts";

/** Element of a plain array: its dtype and how its bytes lie in the file. */
export interface ScalarType {
  readonly kind: "scalar";
  readonly dtype: DType;
  readonly itemSizeBytes: number;
  readonly littleEndian: boolean;
}

/** One named field of a {@link RecordType}; `shape` is `[]` unless the field is a sub-array. */
export interface RecordField {
  readonly name: string;
  readonly offsetBytes: number;
  readonly type: ElementType;
  readonly shape: readonly number[];
}

/** Element of a structured array. Padding between fields counts in `itemSizeBytes` and is not a field. */
export interface RecordType {
  readonly kind: "record";
  readonly fields: readonly RecordField[];
  readonly itemSizeBytes: number;
}

/** Type of the elements of an npy array. */
export type ElementType = ScalarType | RecordType;

const NUMERIC: Readonly<Record<string, DType>> = {
  b1: "bool",
  i1: "int8",
  i2: "int16",
  i4: "int32",
  i8: "int64",
  u1: "uint8",
  u2: "uint16",
  u4: "uint32",
  u8: "uint64",
  f2: "float16",
  f4: "float32",
  f8: "float64",
  c8: "complex64",
  c16: "complex128",
};

/** Type strings by dtype; text, bytes and times are written by {@link formatScalarType}. */
const TYPE_STRINGS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(NUMERIC).map(([code, dtype]) => [dtype, (code.endsWith("1") ? "|" : "<") + code]),
);

const TIME_UNIT = /^(?:\[(\d*(?:Y|M|W|D|h|m|s|ms|us|ns|ps|fs|as))\])?$/;

/** No NumPy array has more dimensions. */
const MAX_DIMENSIONS = 64;

/**
 * Read the `descr` value of an npy header.
 *
 * @throws {@link ObjectArrayError} for Python objects, anywhere in the type.
 * @throws {@link UnsupportedDTypeError} for void, long double and everything NumPy may add.
 * @throws {@link InvalidNpyHeaderError} if the value is no type description.
 */
export function parseElementType(descr: PythonLiteral, options?: NpyErrorOptions): ElementType {
  if (descr.kind === "string") return parseTypeString(descr.value, options);
  if (descr.kind === "list") return parseRecord(descr.items, options);
  throw new InvalidNpyHeaderError(
    `expected a type string or a list of fields, found a ${descr.kind}`,
    descr.position,
    options,
  );
}

function parseTypeString(text: string, options?: NpyErrorOptions): ScalarType {
  const [, order = "", kind = "", digits = "", rest = ""] = /^([<>|=]?)([A-Za-z?])(\d*)(.*)$/s.exec(text) ?? [];
  const littleEndian = order !== ">";
  const size = Number(digits);
  const numeric = rest === "" ? NUMERIC[kind + digits] : undefined;
  if (numeric !== undefined) return { kind: "scalar", dtype: numeric, itemSizeBytes: size, littleEndian };
  if (kind === "O") throw new ObjectArrayError(options);
  if ((kind === "S" || kind === "a") && digits !== "" && rest === "" && Number.isSafeInteger(size)) {
    return { kind: "scalar", dtype: "bytes", itemSizeBytes: size, littleEndian };
  }
  if (kind === "U" && digits !== "" && rest === "" && Number.isSafeInteger(size * 4)) {
    return { kind: "scalar", dtype: "string", itemSizeBytes: size * 4, littleEndian };
  }
  const unit = (kind === "M" || kind === "m") && size === 8 ? TIME_UNIT.exec(rest) : null;
  if (unit !== null) {
    const dtype: DType = `${kind === "M" ? "datetime64" : "timedelta64"}[${unit[1] ?? "generic"}]`;
    return { kind: "scalar", dtype, itemSizeBytes: 8, littleEndian };
  }
  throw new UnsupportedDTypeError(JSON.stringify(text.slice(0, 100)), whyUnsupported(kind), options);
}

function whyUnsupported(kind: string): string {
  if (kind === "V") return "raw void has no meaning of its own; give it one in NumPy with .view(dtype) and save again";
  if (kind === "f" || kind === "c") return "long doubles differ between machines; save as float64 or complex128";
  return "expected bool, an integer, a float, complex, S, U, datetime64, timedelta64 or a list of fields";
}

function parseRecord(items: readonly PythonLiteral[], options?: NpyErrorOptions): RecordType {
  const fields: RecordField[] = [];
  const names = new Set<string>();
  let offsetBytes = 0;
  for (const item of items) {
    const { name, padding, type, shape } = parseField(item, options);
    if (padding === undefined) {
      if (names.has(name))
        throw new InvalidNpyHeaderError(`two fields ${JSON.stringify(name)}`, item.position, options);
      names.add(name);
      fields.push({ name, offsetBytes, type, shape });
    }
    offsetBytes += padding ?? type.itemSizeBytes * elementCount(shape);
    if (!Number.isSafeInteger(offsetBytes))
      throw new InvalidNpyHeaderError("element too large", item.position, options);
  }
  return { kind: "record", fields, itemSizeBytes: offsetBytes };
}

const PADDING_TYPE: RecordType = { kind: "record", fields: [], itemSizeBytes: 0 };

function parseField(
  item: PythonLiteral,
  options?: NpyErrorOptions,
): { name: string; padding: number | undefined; type: ElementType; shape: readonly number[] } {
  const parts = item.kind === "tuple" ? item.items : [];
  const [nameLiteral, descr, shapeLiteral] = parts;
  if (nameLiteral === undefined || descr === undefined || parts.length > 3) {
    throw new InvalidNpyHeaderError("expected a field (name, type) or (name, type, shape)", item.position, options);
  }
  // A tuple is (title, name).
  const nameItem = nameLiteral.kind === "tuple" ? nameLiteral.items[1] : nameLiteral;
  if (nameItem?.kind !== "string") {
    throw new InvalidNpyHeaderError("expected the name of a field", nameLiteral.position, options);
  }
  const name = nameItem.value;
  const shape = shapeLiteral === undefined ? [] : parseShape(shapeLiteral, options);
  const padding = name === "" && descr.kind === "string" ? /^\|V(\d{1,15})$/.exec(descr.value)?.[1] : undefined;
  if (padding !== undefined) return { name, padding: Number(padding) * elementCount(shape), type: PADDING_TYPE, shape };
  return { name, padding: undefined, type: parseElementType(descr, options), shape };
}

/**
 * Read a shape: a tuple of whole numbers, none negative. A bare number is a shape of one dimension, as in NumPy.
 *
 * @throws {@link InvalidNpyHeaderError} if it is anything else or has more dimensions than NumPy allows.
 */
export function parseShape(literal: PythonLiteral, options?: NpyErrorOptions): readonly number[] {
  const items = literal.kind === "integer" ? [literal] : literal.kind === "tuple" ? literal.items : undefined;
  if (items === undefined || items.length > MAX_DIMENSIONS) {
    throw new InvalidNpyHeaderError(`expected a tuple of at most ${MAX_DIMENSIONS} lengths`, literal.position, options);
  }
  return items.map((item) => {
    if (item.kind === "integer" && item.value >= 0) return item.value;
    throw new InvalidNpyHeaderError("expected a length of 0 or more", item.position, options);
  });
}

/** Number of elements of an array; may exceed what a float counts exactly, but never reads as smaller than it is. */
export function elementCount(shape: readonly number[]): number {
  return shape.includes(0) ? 0 : shape.reduce((product, length) => product * length, 1);
}

/** Write the type string of a plain element, little-endian. */
function formatScalarType({ dtype, itemSizeBytes }: Pick<ScalarType, "dtype" | "itemSizeBytes">): string {
  if (dtype === "bytes") return `|S${itemSizeBytes}`;
  if (dtype === "string") return `<U${itemSizeBytes / 4}`;
  const time = /^(datetime64|timedelta64)\[(.*)\]$/s.exec(dtype);
  if (time === null) return TYPE_STRINGS[dtype] ?? "";
  const unit = time[2] === "generic" ? "" : `[${time[2]}]`;
  return `<${time[1] === "datetime64" ? "M" : "m"}8${unit}`;
}

/** Write a type as it stands in an npy header: `'<f8'` or `[('a', '<f8'), ('b', '<i4', (2,))]`. */
export function formatElementType(type: ElementType): string {
  if (type.kind === "scalar") return formatPythonString(formatScalarType(type));
  const fields = type.fields.map(({ name, type: fieldType, shape }) => {
    const sub = shape.length === 0 ? "" : `, ${formatPythonTuple(shape)}`;
    return `(${formatPythonString(name)}, ${formatElementType(fieldType)}${sub})`;
  });
  return `[${fields.join(", ")}]`;
}

/** True for the words of `DType`, time units included. */
export function isDType(text: string): text is DType {
  if (text === "string" || text === "bytes" || Object.hasOwn(TYPE_STRINGS, text)) return true;
  const unit = /^(?:datetime64|timedelta64)(\[.*\])$/s.exec(text)?.[1];
  return unit !== undefined && (unit === "[generic]" || TIME_UNIT.test(unit));
}
