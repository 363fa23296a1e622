import { type Data, type Vector } from "apache-arrow";
import { TableValueError } from "./errors.ts";
import { dictionaryVector } from "./text-rows.ts";
import { type Utf8Values, utf8Vector } from "./utf8-values.ts";

const HEX = Uint8Array.from("0123456789abcdef", (digit) => digit.charCodeAt(0));
const UUID_LENGTH = 36;
const HYPHEN = 0x2d;
/** Where a hyphen comes before a byte of the UUID. */
const HYPHEN_BEFORE: ReadonlySet<number> = new Set([4, 6, 8, 10]);

/** The two columns that tables of ONE before 1.8 hold an id in. */
export interface IntPair {
  readonly first: Vector;
  readonly second: Vector;
  /** Name of the id, for messages. */
  readonly column: string;
}

/**
 * Ids as text from pairs of 64-bit integers: the 16 bytes of the UUID, as two little-endian numbers.
 *
 * @returns `(nRows,)` plain `Utf8`.
 * @throws {@link TableValueError} if an integer is missing or the columns hold something else.
 * @see Source: `np2str` in iblutil, `iblutil/io/parquet.py`.
 */
export function uuidsFromIntPairs(pair: IntPair): Vector {
  const [first, second] = pairNumbers(pair);
  return utf8Vector(formatPairs(first, second));
}

/** Like {@link uuidsFromIntPairs} for an id that many rows share: each distinct one once in a dictionary. */
export function uuidDictionaryFromIntPairs(pair: IntPair): Vector {
  const [first, second] = pairNumbers(pair);
  const codes = new Int32Array(first.length);
  const codeOf = new Map<string, number>();
  const firstRows: number[] = [];
  for (let i = 0; i < codes.length; i++) {
    if (i > 0 && first[i] === first[i - 1] && second[i] === second[i - 1]) {
      codes[i] = codes[i - 1]!;
      continue;
    }
    const key = `${first[i]}:${second[i]}`;
    let code = codeOf.get(key);
    if (code === undefined) {
      code = codeOf.size;
      codeOf.set(key, code);
      firstRows.push(i);
    }
    codes[i] = code;
  }
  const pick = (numbers: BigInt64Array): BigInt64Array => BigInt64Array.from(firstRows, (row) => numbers[row]!);
  return dictionaryVector(codes, formatPairs(pick(first), pick(second)));
}

function pairNumbers({ first, second, column }: IntPair): readonly [BigInt64Array, BigInt64Array] {
  return [numbersOf(first, column), numbersOf(second, column)];
}

function numbersOf(vector: Vector, column: string): BigInt64Array {
  const data = vector.data[0] as Data | undefined;
  if (data === undefined || vector.length === 0) return new BigInt64Array();
  const values: unknown = data.values;
  if (data.nullCount > 0 || !(values instanceof BigInt64Array)) {
    throw new TableValueError({
      column,
      row: 0,
      value: String(vector.type),
      expected: "64-bit integers, none missing",
    });
  }
  return values.subarray(0, data.length);
}

function formatPairs(first: BigInt64Array, second: BigInt64Array): Utf8Values {
  const bytes = new Uint8Array(first.length * UUID_LENGTH);
  const offsets = Int32Array.from({ length: first.length + 1 }, (_, i) => i * UUID_LENGTH);
  const raw = new Uint8Array(16);
  const view = new DataView(raw.buffer);
  for (let i = 0; i < first.length; i++) {
    view.setBigInt64(0, first[i]!, true);
    view.setBigInt64(8, second[i]!, true);
    let at = i * UUID_LENGTH;
    for (let k = 0; k < 16; k++) {
      if (HYPHEN_BEFORE.has(k)) bytes[at++] = HYPHEN;
      bytes[at++] = HEX[raw[k]! >> 4]!;
      bytes[at++] = HEX[raw[k]! & 15]!;
    }
  }
  return { length: first.length, bytes, offsets };
}
