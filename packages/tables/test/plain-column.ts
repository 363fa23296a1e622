import { DataType, type Vector } from "apache-arrow";

/** A column as the fixtures' JSON writes it: the comment at the head of fixtures/generate/tables.py. */
export function plainColumn(vector: Vector): unknown[] {
  return Array.from({ length: vector.length }, (_, row) => plainValue(vector, row));
}

function plainValue(vector: Vector, row: number): unknown {
  const { type } = vector;
  const data = vector.data[0]!;
  if (!data.getValid(row) || DataType.isNull(type)) return null;
  const at = row;
  if (DataType.isList(type)) {
    const list = new (vector.constructor as new (data: unknown[]) => Vector)([data.children[0]]);
    const [start, end] = [data.valueOffsets[at] as number, data.valueOffsets[at + 1] as number];
    return Array.from({ length: end - start }, (_, i) => plainValue(list, start + i));
  }
  if (DataType.isStruct(type)) {
    return Object.fromEntries(
      type.children.map(({ name }, child) => [name, plainValue(vector.getChildAt(child) as Vector, row)]),
    );
  }
  if (DataType.isDecimal(type)) return String(decimal(data.values as Uint32Array, at, type.bitWidth / 32));
  if (DataType.isBinary(type) || DataType.isFixedSizeBinary(type)) return hex(vector.get(row) as Uint8Array);
  if (DataType.isFloat(type)) {
    const value = vector.get(row) as number;
    if (Number.isNaN(value)) return "nan";
    return Number.isFinite(value) ? value : value > 0 ? "inf" : "-inf";
  }
  if (DataType.isUtf8(type) || DataType.isDictionary(type) || DataType.isBool(type)) return vector.get(row);
  return String((data.values as ArrayLike<unknown>)[at]);
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The words of one decimal, least significant first, in two's complement. */
function decimal(words: Uint32Array, row: number, size: number): bigint {
  let value = 0n;
  for (let i = size - 1; i >= 0; i--) value = (value << 32n) | BigInt(words[row * size + i]!);
  return BigInt.asIntN(size * 32, value);
}
