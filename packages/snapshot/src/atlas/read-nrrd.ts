import { InvalidVolumeError } from "../errors/atlas-errors.ts";
import { type LabelBlock, type LabelData } from "./annotation-volume.ts";

/** Element types by the words that NRRD has for them. */
const TYPES: Readonly<Record<string, { readonly bytes: number; readonly of: (buffer: ArrayBuffer) => LabelData }>> = {
  ...named(["signed char", "int8", "int8_t"], 1, (buffer) => new Int8Array(buffer)),
  ...named(["uchar", "unsigned char", "uint8", "uint8_t"], 1, (buffer) => new Uint8Array(buffer)),
  ...named(["short", "short int", "signed short", "signed short int", "int16", "int16_t"], 2, (b) => new Int16Array(b)),
  ...named(["ushort", "unsigned short", "unsigned short int", "uint16", "uint16_t"], 2, (b) => new Uint16Array(b)),
  ...named(["int", "signed int", "int32", "int32_t"], 4, (buffer) => new Int32Array(buffer)),
  ...named(["uint", "unsigned int", "uint32", "uint32_t"], 4, (buffer) => new Uint32Array(buffer)),
  ...named(["float"], 4, (buffer) => new Float32Array(buffer)),
  ...named(["double"], 8, (buffer) => new Float64Array(buffer)),
};

function named(
  words: readonly string[],
  bytes: number,
  of: (buffer: ArrayBuffer) => LabelData,
): Record<string, { readonly bytes: number; readonly of: (buffer: ArrayBuffer) => LabelData }> {
  return Object.fromEntries(words.map((word) => [word, { bytes, of }]));
}

const IS_LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

interface Header {
  readonly fields: ReadonlyMap<string, string>;
  readonly end: number;
}

function readHeader(bytes: Uint8Array<ArrayBuffer>): Header {
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, 1 << 16));
  if (!/^NRRD000[1-5]\r?\n/.test(head)) throw new InvalidVolumeError("no NRRD header", "NRRD0001 to NRRD0005");
  const blank = /\r?\n\r?\n/.exec(head);
  if (blank === null) throw new InvalidVolumeError("a header without an end", "an empty line after it");
  const fields = new Map<string, string>();
  for (const line of head.slice(0, blank.index).split(/\r?\n/).slice(1)) {
    const [, name, value] = /^([^#:]+): (.*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) fields.set(name.trim().toLowerCase(), value.trim());
  }
  return { fields, end: blank.index + blank[0].length };
}

async function gunzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  try {
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch (cause) {
    throw new InvalidVolumeError("gzip content that ends early or is damaged", "the whole of it", { cause });
  }
}

/** Turns the bytes of each element round, in place. */
function swapped(bytes: Uint8Array<ArrayBuffer>, width: number): Uint8Array<ArrayBuffer> {
  for (let start = 0; start < bytes.length; start += width) {
    for (let low = start, high = start + width - 1; low < high; low++, high--) {
      const byte = bytes[low]!;
      bytes[low] = bytes[high]!;
      bytes[high] = byte;
    }
  }
  return bytes;
}

/** Edge of a voxel in µm by `space directions` or `spacings`; `undefined` where they differ or have no known unit. */
function voxelSize(fields: ReadonlyMap<string, string>): number | undefined {
  const vectors = [...(fields.get("space directions") ?? "").matchAll(/\(([^)]*)\)/g)].map(([, text]) =>
    Math.hypot(...(text ?? "").split(",").map(Number)),
  );
  const edges = vectors.length > 0 ? vectors : (fields.get("spacings") ?? "").split(/\s+/).filter(Boolean).map(Number);
  const [first] = edges;
  const isEven = first !== undefined && edges.every((edge) => Math.abs(edge - first) <= first * 1e-6);
  if (!isEven || !(first > 0)) return undefined;
  const units = fields.get("space units") ?? fields.get("units") ?? "";
  return /micron|um|µm/i.test(units) ? first : /mm|millimet/i.test(units) ? first * 1000 : undefined;
}

function sizesOf(fields: ReadonlyMap<string, string>): readonly [number, number, number] {
  const sizes = (fields.get("sizes") ?? "").split(/\s+/).map(Number);
  const [fast, middle, slow] = sizes;
  const isVolume = sizes.length === 3 && sizes.every((size) => Number.isSafeInteger(size) && size > 0);
  if (isVolume) return [slow!, middle!, fast!];
  throw new InvalidVolumeError(`sizes "${fields.get("sizes") ?? ""}"`, "three whole numbers above 0");
}

/**
 * Reads a volume in an NRRD file, with raw or gzip encoding and either byte order, as the Allen Institute gives
 * annotation volumes.
 *
 * @param bytes - The whole file, header and content.
 * @returns The block; its last axis is the first one of the file, which is the fastest: (ml, dv, ap) for those of the
 *   Allen Institute.
 * @throws {@link InvalidVolumeError} if it is none, of another encoding, or has more or fewer voxels than it says.
 */
export async function readNrrd(bytes: Uint8Array<ArrayBuffer>): Promise<LabelBlock> {
  const { fields, end } = readHeader(bytes);
  const shape = sizesOf(fields);
  const type = TYPES[(fields.get("type") ?? "").toLowerCase()];
  if (type === undefined)
    throw new InvalidVolumeError(`type "${fields.get("type") ?? ""}"`, "integers to 32 bits, or floats");
  if (fields.has("data file") || fields.has("datafile")) {
    throw new InvalidVolumeError("content in another file", "header and content in one");
  }
  const encoding = (fields.get("encoding") ?? "").toLowerCase();
  if (!["raw", "gzip", "gz"].includes(encoding)) throw new InvalidVolumeError(`encoding "${encoding}"`, "raw or gzip");
  const content = encoding === "raw" ? bytes.slice(end) : await gunzip(bytes.subarray(end));
  const wanted = shape[0] * shape[1] * shape[2] * type.bytes;
  if (content.length !== wanted)
    throw new InvalidVolumeError(`${content.length} bytes`, `${wanted} for sizes ${fields.get("sizes")}`);
  const isLittle = type.bytes === 1 ? IS_LITTLE_ENDIAN : (fields.get("endian") ?? "little").toLowerCase() === "little";
  const data = type.of((isLittle === IS_LITTLE_ENDIAN ? content : swapped(content, type.bytes)).buffer);
  return { data, shape, voxelSizeUm: voxelSize(fields) };
}
