import { parseFilename } from "../dataset-name.ts";
import { type AlfValue, type JsonValue, type NdArray, type StructuredArray } from "../ndarray.ts";
import { encodeNpy } from "../npy/encode.ts";
import { assertDimensions, createObject } from "../object/alf-object.ts";
import { AttributeMismatchError, DuplicateAttributeError } from "../object/errors.ts";
import { splitSuffix } from "../posix-path.ts";
import { type CompatOptions } from "../session-path.ts";
import { type WritableByteStore } from "../store/byte-store.ts";
import { keyIn, splitKey } from "../store/folder-keys.ts";
import { encodeMetadata } from "../text/encode-json.ts";
import { type ToAlfOptions, toAlf } from "../to-alf.ts";
import { arrayFromList } from "./array-from-list.ts";
import { mapBounded } from "./map-bounded.ts";

/** What {@link saveObject} saves: its name, its attributes, and the parts that all its files share. */
export interface ObjectToSave extends ToAlfOptions {
  /** Put in camel case, like the names of the attributes. */
  readonly object: string;
  /** Arrays or lists by attribute. */
  readonly attributes: Readonly<Record<string, AlfValue>>;
}

/** Options of {@link saveObject} and {@link saveMetadata}. */
export interface SaveOptions extends CompatOptions {
  /** Aborts the call, which then rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Write every attribute of an object as an npy file, replacing what is there.
 *
 * Names are checked and all arrays encoded before the first is written. Lists (of numbers, truth values or text) are
 * written as arrays; whole numbers become 64-bit integers.
 *
 * @param folder - Key of the folder; `""` is the store itself.
 * @returns Keys of the files, in the order of the attributes.
 * @throws ShapeMismatchError (`alf/shape-mismatch`) if the attributes have different numbers of rows.
 * @throws AttributeMismatchError (`alf/attribute-mismatch`) if an attribute is neither array nor list.
 * @throws InvalidArgumentError (`alf/invalid-argument`) for words that ALF does not allow in a name.
 * @throws AlfInvalidError (`alf/invalid`) for names that would not be found again (not with `compat`).
 * @throws DuplicateAttributeError (`alf/duplicate-attribute`) if two attributes get one name in camel case.
 * @throws What `encodeNpy` (`npy/…`) and the store throw.
 * @see Source: `save_object_npy` in ONE, `one/alf/io.py`; there names are not checked, and of two attributes with one
 *   name the last is kept.
 */
export async function saveObject(
  store: WritableByteStore,
  folder: string,
  toSave: ObjectToSave,
  { compat, signal }: SaveOptions = {},
): Promise<readonly string[]> {
  const { object, attributes, ...parts } = toSave;
  const entries = Object.entries(attributes);
  assertDimensions(createObject(entries), { compat });
  const files = entries.map(([attribute, value]) => ({
    key: keyIn(folder, fileName(toAlf(object, attribute, "npy", { compat, ...parts }), compat)),
    bytes: encodeNpy(writableArray(attribute, value)),
  }));
  requireDistinct(files.map(({ key }) => key));
  await mapBounded(files, ({ key, bytes }, shared) => store.write(key, bytes, { signal: shared }), { signal });
  return files.map(({ key }) => key);
}

/**
 * Write the metadata of a dataset beside it, as `<name without extension>.metadata.json`.
 *
 * @param key - The dataset; it need not exist.
 * @param metadata - `columns` names the columns of an array, `rows` its rows, `unit` its unit; anything else is kept.
 * @returns Key of the metadata file.
 * @throws AlfInvalidError (`alf/invalid`) if the file name is no dataset's (not with `compat`, as the original's check
 *   never runs).
 * @throws What the store throws.
 * @see Source: `save_metadata` in ONE, `one/alf/io.py`.
 */
export async function saveMetadata(
  store: WritableByteStore,
  key: string,
  metadata: { readonly [key: string]: JsonValue },
  { compat, signal }: SaveOptions = {},
): Promise<string> {
  const [folder, name] = splitKey(key);
  const sidecar = keyIn(folder, `${splitSuffix(fileName(name, compat))[0]}.metadata.json`);
  await store.write(sidecar, encodeMetadata(metadata), { signal });
  return sidecar;
}

/** A name that loading finds again. */
function fileName(name: string, compat: boolean | undefined): string {
  if (compat !== true) parseFilename(name);
  return name;
}

/** Find out before writing that two attributes would become one file, as `fooBar` and `foo_bar` do. */
function requireDistinct(keys: readonly string[]): void {
  const twice = keys.find((key, i) => keys.indexOf(key) < i);
  if (twice !== undefined) throw new DuplicateAttributeError(splitKey(twice)[1]);
}

function writableArray(attribute: string, value: AlfValue): NdArray | StructuredArray {
  if (value?.kind === "array" || value?.kind === "structured") return value;
  const array = value?.kind === "json" ? arrayFromList(value.value) : undefined;
  if (array !== undefined) return array;
  throw new AttributeMismatchError(attribute, value?.kind, "an array, or a list of numbers or text");
}
