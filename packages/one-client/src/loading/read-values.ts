import { type AlfValue, type FileReference } from "@neurophys/alf";
import { loadDatasetFile, loadObjectFiles } from "@neurophys/alf/io";
import { type AlfObject } from "@neurophys/alf/object";
import { type ByteStore } from "@neurophys/alf/store";
import { type OneContext } from "../one/one-context.ts";

/** A file and the name it has without a dataset id. */
export interface NamedFile {
  readonly file: FileReference;
  /** Path within the session, as the table has it. */
  readonly relPath: string;
}

/**
 * Read and decode one file.
 *
 * @returns A reference to the file if no decoder takes its extension; `undefined` if it is empty.
 * @throws what the store and the decoder throw for a file that cannot be read or is not what its extension says.
 */
export function readFile(context: OneContext, file: FileReference, signal: AbortSignal | undefined): Promise<AlfValue> {
  const { store, decoders, onWarning } = context;
  return loadDatasetFile(store, file.key, { decoders, onWarning, signal });
}

/**
 * Read and decode the files of one object, several at once, and put them together.
 *
 * @throws what the store and the decoders throw, and `assembleObject` if the files do not fit together.
 */
export function readObject(
  context: OneContext,
  files: readonly NamedFile[],
  signal: AbortSignal | undefined,
): Promise<AlfObject> {
  const { decoders, onWarning, concurrency } = context;
  const compat = context.compat.includes("object-assembly");
  const options = { decoders, onWarning, concurrency, compat, signal };
  if (!context.uuidFilenames)
    return loadObjectFiles(
      context.store,
      files.map(({ file }) => file.key),
      options,
    );
  const keys = new Map(files.map(({ file, relPath }) => [plainKey(file.key, relPath), file.key]));
  return loadObjectFiles(renamedStore(context.store, keys), [...keys.keys()], options);
}

/** Key that a file would have without the id in its name: ids are no part of an attribute's name. */
function plainKey(key: string, relPath: string): string {
  const name = relPath.slice(relPath.lastIndexOf("/") + 1);
  return key.slice(0, key.lastIndexOf("/") + 1) + name;
}

/** A store in which some keys stand for others. */
function renamedStore(store: ByteStore, keys: ReadonlyMap<string, string>): ByteStore {
  return {
    location: store.location,
    read: (key, options) => store.read(keys.get(key) ?? key, options),
    size: (key, options) => store.size(keys.get(key) ?? key, options),
  };
}
