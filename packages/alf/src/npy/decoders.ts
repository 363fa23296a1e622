import { type DecodeContext, type Decoder } from "../io/decoder.ts";
import { type AlfValue } from "../ndarray.ts";
import { ensureFlat } from "../object/ensure-flat.ts";
import { decodeNpy } from "./decode.ts";
import { decodeNpz } from "./npz.ts";
import { decodeSparseNpz } from "./sparse.ts";

/**
 * Decoders of `.npy`, `.npz` and `.sparse_npz`, for the functions that load datasets by extension.
 *
 * A file of no bytes is `undefined`. An `(n, 1)` array of an npy file becomes `(n,)`; an archive whose only member is
 * `arr_0` becomes that array in the shape it has; other archives stay archives.
 *
 * @see Source: `load_file_content` in ONE, `one/alf/io.py`; pickled objects are refused here.
 */
export const npyDecoders: Readonly<Record<"npy" | "npz" | "sparse_npz", Decoder>> = {
  npy: (bytes, { key }) => (bytes.length === 0 ? undefined : ensureFlat(decodeNpy(bytes, { source: key }))),
  npz: (bytes, context) => (bytes.length === 0 ? undefined : decodeArchive(bytes, context)),
  sparse_npz: (bytes, { key, signal }) =>
    bytes.length === 0 ? undefined : decodeSparseNpz(bytes, { source: key, signal }),
};

async function decodeArchive(bytes: Uint8Array<ArrayBuffer>, { key, signal }: DecodeContext): Promise<AlfValue> {
  const archive = decodeNpz(bytes, { source: key });
  const [name] = archive.names;
  if (archive.names.length !== 1 || name !== "arr_0") return archive;
  return decodeNpz(bytes, { source: key, signal }).get(name);
}
