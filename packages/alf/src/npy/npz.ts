import { type ArrayArchive, type NdArray, type NdData, type StructuredArray } from "../ndarray.ts";
import { decodeNpy } from "./decode.ts";
import { encodeNpy } from "./encode.ts";
import { InvalidArrayError, NoSuchMemberError } from "./errors.ts";
import { readZipDirectory, type ZipEntry } from "./zip-directory.ts";
import { type ReadMemberOptions, readZipMember } from "./zip-member.ts";
import { writeZip } from "./zip-write.ts";

/** Options of {@link decodeNpz}. */
export type DecodeNpzOptions = ReadMemberOptions;

const SUFFIX = ".npy";

/**
 * Open the bytes of an npz archive; each array is inflated, checked and decoded when asked for, every time anew.
 *
 * Members that are not `.npy` files are left out.
 *
 * @param bytes - The whole archive. Stored arrays may share it.
 * @throws {@link InvalidArchiveError} if it is no zip archive. The same and {@link ArchiveTooLargeError},
 *   {@link NoSuchMemberError} and what `decodeNpy` throws come from `get`.
 * @see Source: `numpy.lib.npyio.NpzFile`.
 */
export function decodeNpz(bytes: Uint8Array<ArrayBuffer>, options: DecodeNpzOptions = {}): ArrayArchive {
  const entries = new Map<string, ZipEntry>();
  for (const entry of readZipDirectory(bytes, { source: options.source })) {
    if (entry.name.endsWith(SUFFIX)) entries.set(entry.name.slice(0, -SUFFIX.length), entry);
  }
  const names = [...entries.keys()];
  const get = async (name: string): Promise<NdArray | StructuredArray> => {
    const entry = entries.get(name);
    if (entry === undefined) throw new NoSuchMemberError(name, names, { source: options.source });
    const member = await readZipMember(bytes, entry, options);
    return decodeNpy(member, { source: options.source === undefined ? entry.name : `${options.source}/${entry.name}` });
  };
  return { kind: "archive", names, get };
}

/** Options of {@link encodeNpz}. */
export interface EncodeNpzOptions {
  /** Deflate the arrays, as `numpy.savez_compressed`; by default they are stored, as `numpy.savez` does. */
  readonly compress?: boolean | undefined;
}

/**
 * Write arrays as an npz archive that `numpy.load` reads. The same arrays always give the same bytes.
 *
 * @param arrays - By name, without `.npy`; typed arrays count as vectors.
 * @throws {@link InvalidArrayError} if an array cannot be written.
 * @throws {@link ArchiveTooLargeError} if the archive would reach 4 GiB.
 * @see Source: `numpy.savez`, which writes zip64 records always, and the time of writing.
 */
export async function encodeNpz(
  arrays: Readonly<Record<string, NdArray | StructuredArray | NdData>>,
  { compress = false }: EncodeNpzOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const entries = Object.entries(arrays);
  if (entries.length > 0xfffe)
    throw new InvalidArrayError(`${entries.length} arrays in one archive (expected < 65535)`);
  const inputs = entries.map(([name, array]) => ({
    name: `${name}${SUFFIX}`,
    bytes: "kind" in array ? encodeNpy(array) : encodeNpy(array),
  }));
  return writeZip(inputs, compress);
}
