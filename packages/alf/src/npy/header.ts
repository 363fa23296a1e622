import { type ElementType, formatElementType, parseElementType, parseShape } from "./element-type.ts";
import {
  InvalidNpyHeaderError,
  NotNpyError,
  type NpyErrorOptions,
  TruncatedNpyError,
  UnsupportedNpyVersionError,
} from "./errors.ts";
import { formatPythonTuple, type PythonLiteral, parsePythonLiteral } from "./python-literal.ts";

/** Version of the npy format: how long the header may be and how it is encoded. */
export type NpyVersion = "1.0" | "2.0" | "3.0";

/** What the header of an npy file says. */
export interface NpyHeader {
  readonly version: NpyVersion;
  readonly type: ElementType;
  readonly shape: readonly number[];
  /** True if the first dimension varies fastest in the file. */
  readonly fortranOrder: boolean;
  /** Where the elements begin, in bytes from the start of the file. */
  readonly dataOffset: number;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** Data begins at a multiple of this. */
const ALIGNMENT = 64;

/** NumPy leaves room for the length along which a file may be appended to, up to 2^64 - 1 and a sign. */
const GROWTH_DIGITS = 21;

/** Longer than any dtype anyone writes, and short enough to parse at once. */
const MAX_HEADER_LENGTH = 1 << 20;

/**
 * Where the header ends and the data begins, from the first 12 bytes of a file (10 are enough for version 1.0).
 *
 * @throws {@link NotNpyError} if the bytes do not begin with the magic string.
 * @throws {@link UnsupportedNpyVersionError} for versions other than 1.0, 2.0 and 3.0.
 * @throws {@link TruncatedNpyError} if there are too few bytes to tell.
 * @throws {@link InvalidNpyHeaderError} if the header claims to be longer than 1 MiB.
 */
export function headerExtent(bytes: Uint8Array, options?: NpyErrorOptions): { start: number; end: number } {
  if (MAGIC.some((byte, i) => i < bytes.length && bytes[i] !== byte)) {
    throw new NotNpyError(`begins with ${describeStart(bytes)}`, options);
  }
  requireBytes(bytes, 10, options);
  const version = `${bytes[6]}.${bytes[7]}`;
  if (!isNpyVersion(version)) throw new UnsupportedNpyVersionError(version, options);
  const start = version === "1.0" ? 10 : 12;
  requireBytes(bytes, start, options);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = version === "1.0" ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > MAX_HEADER_LENGTH) {
    throw new InvalidNpyHeaderError(`${length} bytes long (expected at most ${MAX_HEADER_LENGTH})`, undefined, options);
  }
  return { start, end: start + length };
}

function requireBytes(bytes: Uint8Array, needed: number, options?: NpyErrorOptions): void {
  if (bytes.length < needed) throw new TruncatedNpyError("the header", needed, bytes.length, options);
}

function isNpyVersion(text: string): text is NpyVersion {
  return text === "1.0" || text === "2.0" || text === "3.0";
}

function describeStart(bytes: Uint8Array): string {
  return [...bytes.subarray(0, 6)].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");
}

/**
 * Read the header of an npy file; the data itself need not be there.
 *
 * @param bytes - The file from its beginning, at least as far as the data.
 * @throws What {@link headerExtent} and {@link parseElementType} throw.
 * @throws {@link InvalidNpyHeaderError} if the header is not the dictionary of `descr`, `fortran_order` and `shape`.
 * @see Source: `read_array_header_1_0` and `_2_0` of `numpy/lib/format.py`.
 */
export function parseNpyHeader(bytes: Uint8Array, options?: NpyErrorOptions): NpyHeader {
  const { start, end } = headerExtent(bytes, options);
  requireBytes(bytes, end, options);
  const version: NpyVersion = bytes[6] === 1 ? "1.0" : bytes[6] === 2 ? "2.0" : "3.0";
  const text = decodeHeaderText(bytes.subarray(start, end), version, options);
  const entries = headerEntries(parsePythonLiteral(text, options), options);
  const fortranOrder = entries.fortran_order;
  if (fortranOrder.kind !== "boolean") {
    throw new InvalidNpyHeaderError("fortran_order is neither True nor False", fortranOrder.position, options);
  }
  return {
    version,
    type: parseElementType(entries.descr, options),
    shape: parseShape(entries.shape, options),
    fortranOrder: fortranOrder.value,
    dataOffset: end,
  };
}

function decodeHeaderText(bytes: Uint8Array, version: NpyVersion, options?: NpyErrorOptions): string {
  if (version !== "3.0") return decodeLatin1(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new InvalidNpyHeaderError("not UTF-8, as version 3.0 asks", undefined, { ...options, cause });
  }
}

/** The platform's "latin1" decoder means windows-1252, which differs from ISO 8859-1 between 0x80 and 0x9f. */
function decodeLatin1(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 4096) text += String.fromCharCode(...bytes.subarray(i, i + 4096));
  return text;
}

type HeaderKey = "descr" | "fortran_order" | "shape";

function headerEntries(literal: PythonLiteral, options?: NpyErrorOptions): Record<HeaderKey, PythonLiteral> {
  if (literal.kind !== "dict") {
    throw new InvalidNpyHeaderError(`expected a dictionary, found a ${literal.kind}`, literal.position, options);
  }
  const found = new Map<string, PythonLiteral>();
  for (const [key, value] of literal.entries) {
    if (key.kind !== "string" || !["descr", "fortran_order", "shape"].includes(key.value)) {
      throw new InvalidNpyHeaderError("expected the keys descr, fortran_order and shape only", key.position, options);
    }
    found.set(key.value, value);
  }
  const entry = (key: HeaderKey): PythonLiteral => {
    const value = found.get(key);
    if (value === undefined) throw new InvalidNpyHeaderError(`no key ${key}`, literal.position, options);
    return value;
  };
  return { descr: entry("descr"), fortran_order: entry("fortran_order"), shape: entry("shape") };
}

/** What {@link encodeNpyHeader} writes. */
export interface NpyHeaderContent {
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly fortranOrder: boolean;
  /** Lowest version that can hold the header by default, as in NumPy. */
  readonly version?: NpyVersion | undefined;
}

/**
 * Write the header of an npy file, byte for byte as `numpy.save` does.
 *
 * @returns Bytes of a length that is a multiple of 64.
 * @throws {@link InvalidNpyHeaderError} if the type does not fit into the version asked for.
 * @see Source: `_write_array_header` and `_wrap_header` of `numpy/lib/format.py`.
 */
export function encodeNpyHeader({ type, shape, fortranOrder, version }: NpyHeaderContent): Uint8Array<ArrayBuffer> {
  const dictionary =
    `{'descr': ${formatElementType(type)}, 'fortran_order': ${fortranOrder ? "True" : "False"}, ` +
    `'shape': ${formatPythonTuple(shape)}, }`;
  const growing = fortranOrder ? shape.at(-1) : shape[0];
  const room = growing === undefined ? 0 : GROWTH_DIGITS - String(growing).length;
  const text = dictionary + " ".repeat(Math.max(0, room));
  const used = version ?? lowestVersion(text);
  if (used !== "3.0" && !isLatin1(text)) {
    throw new InvalidNpyHeaderError(`version ${used} holds Latin-1 names only (expected 3.0)`, undefined);
  }
  const body = used === "3.0" ? new TextEncoder().encode(text) : Uint8Array.from(text, (char) => char.charCodeAt(0));
  const prefix = used === "1.0" ? 10 : 12;
  const padding = ALIGNMENT - ((prefix + body.length + 1) % ALIGNMENT);
  const length = body.length + padding + 1;
  if (used === "1.0" && length > 0xffff) {
    throw new InvalidNpyHeaderError("longer than version 1.0 can hold (expected 2.0)", undefined);
  }
  const bytes = new Uint8Array(prefix + length).fill(0x20);
  bytes.set([...MAGIC, Number(used[0]), 0]);
  const view = new DataView(bytes.buffer);
  if (used === "1.0") view.setUint16(8, length, true);
  else view.setUint32(8, length, true);
  bytes.set(body, prefix);
  bytes[bytes.length - 1] = 0x0a;
  return bytes;
}

function isLatin1(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0xff) return false;
  return true;
}

function lowestVersion(text: string): NpyVersion {
  if (!isLatin1(text)) return "3.0";
  const padding = ALIGNMENT - ((10 + text.length + 1) % ALIGNMENT);
  return text.length + padding + 1 > 0xffff ? "2.0" : "1.0";
}
