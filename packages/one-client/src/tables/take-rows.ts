import {
  type Data,
  type DataType,
  makeData,
  makeVector,
  Null,
  DataType as Types,
  Vector,
  vectorFromArray,
} from "apache-arrow";
import { codeAt, dictionaryVector, isTextType, type TextRows, textRows, validityOf } from "./text-rows.ts";
import { sourceOf, sourceStarts, takeUtf8, utf8FromStrings, utf8Strings, utf8Vector } from "./utf8-values.ts";

type FixedArray =
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

/**
 * Pick rows from columns laid end to end.
 *
 * @param sources - At least one column, all of one type (text may be plain in one and a dictionary in another).
 * @param picks - Number of each row in the row of all sources; −1 for a missing value.
 * @returns `(picks.length,)`, of the type of the first source.
 */
export function takeRows(sources: readonly Vector[], picks: Int32Array): Vector {
  const filled = sources.map((source) => (Types.isNull(source.type) ? undefined : source));
  const type = filled.find((source) => source !== undefined)?.type as DataType | undefined;
  if (type === undefined) return makeVector(makeData({ type: new Null(), length: picks.length }));
  const starts = sourceStarts(sources.map((source) => source.length));
  const from = picksWithoutNulls(sources, starts, picks);
  if (isTextType(type)) return takeText(sources, { picks: from, starts, plain: !Types.isDictionary(type), type });
  if (Types.isBool(type)) return takeBool(sources, { picks: from, starts, type });
  if (sources.every((source) => isFixedWidth(source, type))) return takeFixed(sources, { picks: from, starts, type });
  return takeValues(sources, { picks: from, starts, type });
}

interface Picked {
  readonly picks: Int32Array;
  readonly starts: Int32Array;
  readonly type: DataType;
}

/** The picks, with −1 also where the picked value is missing. */
function picksWithoutNulls(sources: readonly Vector[], starts: Int32Array, picks: Int32Array): Int32Array {
  if (sources.every((source) => source.nullCount === 0 && !Types.isNull(source.type))) return picks;
  return picks.map((pick) => {
    if (pick < 0) return -1;
    const s = sourceOf(starts, pick);
    const source = sources[s]!;
    return !Types.isNull(source.type) && source.data[0]?.getValid(pick - starts[s]!) === true ? pick : -1;
  });
}

/** A column of nothing: no row of it is ever looked at. */
const NO_TEXT: TextRows = { length: 0, codes: undefined, values: utf8FromStrings([]) };

function takeText(
  sources: readonly Vector[],
  { picks, starts, plain, type }: Picked & { readonly plain: boolean },
): Vector {
  const rows = sources.map((source) => (Types.isNull(source.type) ? NO_TEXT : textRows(source)));
  const valueStarts = sourceStarts(rows.map((source) => source.values.length));
  const values = picks.map((pick) => {
    if (pick < 0) return -1;
    const s = sourceOf(starts, pick);
    const code = codeAt(rows[s]!, pick - starts[s]!);
    return code < 0 ? -1 : code + valueStarts[s]!;
  });
  const texts = rows.map((source) => source.values);
  if (plain) {
    const bits = values.includes(-1) ? validityOf(values.length, (i) => values[i]! >= 0) : undefined;
    return utf8Vector(takeUtf8(texts, values), bits);
  }
  const isOrdered = Types.isDictionary(type) && type.isOrdered;
  if (rows.length === 1) return dictionaryVector(values, texts[0]!, isOrdered);
  const merged = mergeTexts(texts.flatMap(utf8Strings));
  return dictionaryVector(
    values.map((value) => (value < 0 ? -1 : merged.codes[value]!)),
    merged.values,
    isOrdered,
  );
}

/** Each distinct text once, in order of appearance, and for every text which one it is. */
function mergeTexts(texts: readonly string[]): {
  readonly codes: Int32Array;
  readonly values: ReturnType<typeof utf8FromStrings>;
} {
  const codeOf = new Map<string, number>();
  const codes = new Int32Array(texts.length);
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i]!;
    let code = codeOf.get(text);
    if (code === undefined) {
      code = codeOf.size;
      codeOf.set(text, code);
    }
    codes[i] = code;
  }
  return { codes, values: utf8FromStrings([...codeOf.keys()]) };
}

function validity(
  picks: Int32Array,
): { readonly nullBitmap: Uint8Array; readonly nullCount: number } | { readonly nullCount: 0 } {
  if (!picks.includes(-1)) return { nullCount: 0 };
  return { nullBitmap: validityOf(picks.length, (i) => picks[i]! >= 0), nullCount: -1 };
}

function takeBool(sources: readonly Vector[], { picks, starts, type }: Picked): Vector {
  const bits = validityOf(picks.length, (i) => {
    const pick = picks[i]!;
    if (pick < 0) return false;
    const s = sourceOf(starts, pick);
    return bitAt(sources[s]!.data[0] as Data, pick - starts[s]!);
  });
  return makeVector(makeData({ type, length: picks.length, data: bits, ...validity(picks) } as never));
}

/** Bit of one row of a `Bool` chunk. */
export function bitAt(data: Data, row: number): boolean {
  const at = row + data.offset;
  return (((data.values as Uint8Array)[at >> 3]! >> (at & 7)) & 1) === 1;
}

function isFixedWidth(source: Vector, type: DataType): boolean {
  if (Types.isNull(source.type)) return true;
  const data = source.data[0] as Data | undefined;
  if (Types.isDictionary(type) || source.type.typeId !== type.typeId || data === undefined || data.stride !== 1)
    return false;
  return ArrayBuffer.isView(data.values) && data.valueOffsets === undefined && data.children.length === 0;
}

function takeFixed(sources: readonly Vector[], { picks, starts, type }: Picked): Vector {
  const arrays = sources.map((source) => source.data[0]?.values as FixedArray);
  const first = arrays[sources.findIndex((source) => !Types.isNull(source.type))]!;
  const out = new (first.constructor as new (length: number) => FixedArray)(picks.length);
  for (let i = 0; i < picks.length; i++) {
    const pick = picks[i]!;
    if (pick < 0) continue;
    const s = sourceOf(starts, pick);
    out[i] = arrays[s]![pick - starts[s]!]!;
  }
  return makeVector(makeData({ type, length: picks.length, data: out, ...validity(picks) } as never));
}

/** Lists, structures and other types without a fast way: value by value. */
function takeValues(sources: readonly Vector[], { picks, starts, type }: Picked): Vector {
  const values: unknown[] = Array.from(picks, (pick) => {
    if (pick < 0) return null;
    const s = sourceOf(starts, pick);
    return plainValue(sources[s]!.get(pick - starts[s]!));
  });
  return vectorFromArray(values, type);
}

/** Arrow's builders take lists as arrays and rows as objects, not the views that its vectors give. */
function plainValue(value: unknown): unknown {
  if (value instanceof Vector) return Array.from(value, plainValue);
  if (typeof value !== "object" || value === null || !("toJSON" in value) || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plainValue(part)]));
}
