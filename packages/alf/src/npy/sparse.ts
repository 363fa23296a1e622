import { isAlfError } from "../errors.ts";
import { type ArrayArchive, type NdArray, type SparseArray } from "../ndarray.ts";
import { toSafeNumbers } from "../object/safe-numbers.ts";
import { elementCount } from "./element-type.ts";
import { InvalidSparseArrayError } from "./errors.ts";
import { ndArray } from "./nd-array.ts";
import { type DecodeNpzOptions, decodeNpz } from "./npz.ts";

type IntegerData = Exclude<NdArray["data"], readonly unknown[]>;

/**
 * Decode a sparse array as the Python package `sparse` saves it, coordinates (COO) or compressed axes (GCXS).
 *
 * @returns Coordinates and values in the order in which the file holds them; `coords` is int64 for GCXS and as stored
 *   for COO. Coordinates that occur twice are kept twice.
 * @throws {@link InvalidSparseArrayError} if members are missing, disagree, or point outside of the shape.
 * @throws What `decodeNpz` and its `get` throw.
 * @see Source: `sparse.load_npz`, which ONE's `load_file_content` calls for `.sparse_npz`.
 */
export async function decodeSparseNpz(
  bytes: Uint8Array<ArrayBuffer>,
  options: DecodeNpzOptions = {},
): Promise<SparseArray> {
  const fail = (what: string): InvalidSparseArrayError => new InvalidSparseArrayError(what, { source: options.source });
  const archive = decodeNpz(bytes, options);
  const shape = wholeNumbers(await member(archive, "shape", fail), fail);
  const values = await member(archive, "data", fail);
  const fillValue = (await member(archive, "fill_value", fail)).data[0];
  if (typeof fillValue !== "number" && typeof fillValue !== "bigint") throw fail("fill_value is not a number");
  if (values.dtype.startsWith("complex")) throw fail("complex numbers have no place in a sparse array here");
  if (values.shape.length !== 1) throw fail(`data has ${values.shape.length} dimensions (expected 1)`);
  const coords = archive.names.includes("coords")
    ? checkCoords(await member(archive, "coords", fail), { shape, count: values.data.length, fail })
    : await expandCompressed(archive, { shape, count: values.data.length, fail });
  return { kind: "sparse", shape, coords, values, fillValue };
}

type Fail = (what: string) => InvalidSparseArrayError;

interface Expected {
  readonly shape: readonly number[];
  readonly count: number;
  readonly fail: Fail;
}

async function member(archive: ArrayArchive, name: string, fail: Fail): Promise<NdArray> {
  if (!archive.names.includes(name)) throw fail(`no member ${name} (found ${archive.names.join(", ")})`);
  const array = await archive.get(name);
  if (array.kind !== "array" || Array.isArray(array.data)) throw fail(`${name} holds no numbers`);
  return array;
}

/** Lengths, axes and positions: integers from 0 that a float holds. */
function wholeNumbers({ dtype, data }: NdArray, fail: Fail): number[] {
  if (!/^u?int/.test(dtype)) throw fail(`${dtype} among positions (expected integers)`);
  const numbers = Array.from(safeNumbers(data, fail));
  if (numbers.some((number) => number < 0)) throw fail("a negative length or position");
  return numbers;
}

function safeNumbers(data: NdArray["data"], fail: Fail): ArrayLike<number> {
  if (!(data instanceof BigInt64Array || data instanceof BigUint64Array)) return data as ArrayLike<number>;
  try {
    return toSafeNumbers(data);
  } catch (error) {
    if (isAlfError(error, "alf/precision-loss")) throw fail(`position ${error.value} is beyond 2^53`);
    throw error;
  }
}

function checkCoords(coords: NdArray, { shape, count, fail }: Expected): NdArray {
  const [axes, perAxis] = coords.shape;
  if (coords.shape.length !== 2 || axes !== shape.length || perAxis !== count || !/^u?int/.test(coords.dtype)) {
    throw fail(
      `coords is ${coords.dtype} (${coords.shape.join(", ")}) (expected integers (${shape.length}, ${count}))`,
    );
  }
  const data = coords.data as IntegerData;
  shape.forEach((length, axis) => {
    for (let i = axis * count; i < (axis + 1) * count; i++) {
      const position = data[i]!;
      if (position < 0 || position >= length)
        throw fail(`coordinate ${position} of axis ${axis} (expected < ${length})`);
    }
  });
  return coords;
}

/** The rows of GCXS run over the compressed axes, the columns over the others; both row-major. */
async function expandCompressed(archive: ArrayArchive, { shape, count, fail }: Expected): Promise<NdArray> {
  const indices = wholeNumbers(await member(archive, "indices", fail), fail);
  if (indices.length !== count) throw fail(`${indices.length} indices for ${count} values`);
  const coords = new BigInt64Array(shape.length * count);
  const rowAxes = wholeNumbers(await member(archive, "compressed_axes", fail), fail);
  if (new Set(rowAxes).size < rowAxes.length || rowAxes.some((axis) => axis >= shape.length)) {
    throw fail(`compressed_axes ${rowAxes.join(", ")} of ${shape.length} axes`);
  }
  // A vector has nothing to compress, whatever the file says of it.
  const isVector = shape.length === 1;
  const columnAxes = shape.map((_, axis) => axis).filter((axis) => isVector || !rowAxes.includes(axis));
  fillAxes(coords, indices, { axes: columnAxes, shape, fail });
  if (!isVector) {
    const starts = wholeNumbers(await member(archive, "indptr", fail), fail);
    const rowCount = elementCount(rowAxes.map((axis) => shape[axis] ?? 0));
    fillAxes(coords, rowsOf(starts, { rowCount, count, fail }), { axes: rowAxes, shape, fail });
  }
  return ndArray(coords, { shape: [shape.length, count] });
}

function rowsOf(
  starts: readonly number[],
  { rowCount, count, fail }: { readonly rowCount: number; readonly count: number; readonly fail: Fail },
): Float64Array {
  if (starts.length !== rowCount + 1 || starts[0] !== 0 || starts.at(-1) !== count) {
    throw fail(`indptr does not divide ${count} values into ${rowCount} rows`);
  }
  const rows = new Float64Array(count);
  for (let row = 0; row < rowCount; row++) {
    const end = starts[row + 1]!;
    if (end < starts[row]! || end > count) throw fail(`indptr goes back, or beyond the values, in row ${row}`);
    rows.fill(row, starts[row]!, end);
  }
  return rows;
}

/** Take flat positions over some axes apart, last axis fastest, into the rows of `coords`. */
function fillAxes(
  coords: BigInt64Array,
  flat: ArrayLike<number>,
  { axes, shape, fail }: { readonly axes: readonly number[]; readonly shape: readonly number[]; readonly fail: Fail },
): void {
  const lengths = axes.map((axis) => shape[axis] ?? 0);
  const total = elementCount(lengths);
  for (let i = 0; i < flat.length; i++) {
    let rest = flat[i]!;
    if (rest >= total) throw fail(`index ${rest} (expected < ${total})`);
    for (let a = axes.length - 1; a >= 0; a--) {
      const length = lengths[a]!;
      coords[axes[a]! * flat.length + i] = BigInt(rest % length);
      rest = Math.floor(rest / length);
    }
  }
}
