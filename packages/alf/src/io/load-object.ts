import { type DatasetNameParts, parseFilename } from "../dataset-name.ts";
import { AlfMultipleObjectsFoundError } from "../errors.ts";
import { findSidecar } from "../filter/filter-names.ts";
import { type JsonValue } from "../ndarray.ts";
import { type AlfObject } from "../object/alf-object.ts";
import { type AssembleOptions, assembleObject, attributeKey, type ObjectPart } from "../object/assemble-object.ts";
import { DuplicateAttributeError } from "../object/errors.ts";
import { type ByteStore, type ListableByteStore } from "../store/byte-store.ts";
import { keyIn, splitKey } from "../store/folder-keys.ts";
import { decodeJson } from "../text/decode-json.ts";
import { type DecodeOptions, loadDatasetFile } from "./dataset-file.ts";
import { DatasetFileNotFoundError, InvalidSidecarError } from "./errors.ts";
import { type FindObjectOptions, namesIn, type ObjectPattern, selectObject } from "./find-datasets.ts";
import { mapBounded } from "./map-bounded.ts";

/** Options of {@link loadObjectFiles}. */
export interface LoadFilesOptions extends AssembleOptions, DecodeOptions {
  /** Most reads at a time; 8 by default. */
  readonly concurrency?: number | undefined;
  /**
   * Keys among which metadata files are looked for. By default every file beside the datasets if the store can list,
   * else only the datasets themselves.
   */
  readonly siblings?: Iterable<string> | undefined;
}

/** Options of {@link loadObject}. */
export interface LoadObjectOptions extends FindObjectOptions, Omit<LoadFilesOptions, "siblings"> {}

/** A dataset to load and where its metadata are. */
interface Plan {
  /** Key that was asked for. */
  readonly key: string;
  readonly parts: DatasetNameParts;
  readonly sidecar: string | undefined;
}

type Metadata = Readonly<Record<string, JsonValue>>;

/**
 * Load every attribute of an object: find its files in a folder, read and decode them, and put them together.
 *
 * Each dataset becomes an attribute named `attribute[_timescale][.extra]`, in the order of file names. Metadata files
 * name columns or stand beside their dataset as `<name>metadata`; a `table` attribute becomes its columns; sync points
 * become one time a row.
 *
 * @param path - Key of a folder (`""` is the store itself), or of one file of the object: then `object` is not looked at.
 * @param object - Name of the object, or patterns; attributes of several objects are put together if none clash.
 * @throws AlfObjectNotFoundError (`alf/object-not-found`) if there is no such file.
 * @throws InvalidArgumentError (`alf/invalid-argument`) if `path` is a folder and no object is named.
 * @throws DuplicateAttributeError (`alf/duplicate-attribute`) if two files give the same attribute, before any is read.
 * @throws {@link InvalidSidecarError} if a metadata file holds no JSON object.
 * @throws What `assembleObject`, the store and the decoders throw.
 * @see Source: `load_object` in ONE, `one/alf/io.py`. Unlike there, metadata belong to exactly their object and attribute
 *   (the original takes any that begins alike; so does `compat`), and `shortKeys` works where there are metadata files.
 */
export async function loadObject(
  store: ListableByteStore,
  path: string,
  object: ObjectPattern,
  options: LoadObjectOptions = {},
): Promise<AlfObject> {
  const { folder, names, found } = await selectObject(store, path, object, { ...options, objectRequired: true });
  // Several objects may be asked for; the one name under which they are put together is for messages only.
  const shown = [...new Set(found.map(({ parts }) => parts.object))].join(", ");
  const plans = found.map(({ key, name }): Plan => {
    const sidecar = findSidecar(name, names, options);
    return { key, parts: { ...parseFilename(name), object: shown }, sidecar: sidecar && keyIn(folder, sidecar) };
  });
  return await loadPlans(store, plans, options);
}

/**
 * Load an object from certain files, which may lie in different folders and revisions.
 *
 * @param keys - At least one; all of the same object.
 * @throws AlfMultipleObjectsFoundError (`alf/multiple-objects-found`) if they are not.
 * @throws AlfInvalidError (`alf/invalid`) if a file name is no dataset's.
 * @throws {@link DatasetFileNotFoundError} if a file is not there.
 * @throws As {@link loadObject}.
 * @see Source: `load_object` in ONE with a list of paths, `one/alf/io.py`.
 */
export async function loadObjectFiles(
  store: ByteStore | ListableByteStore,
  keys: readonly string[],
  options: LoadFilesOptions = {},
): Promise<AlfObject> {
  const parsed = keys.map((key) => {
    const [folder, name] = splitKey(key);
    return { key, folder, name, parts: parseFilename(name) };
  });
  const objects = [...new Set(parsed.map(({ parts }) => parts.object))];
  if (objects.length !== 1) throw new AlfMultipleObjectsFoundError(objects);
  const names = await namesByFolder(store, parsed, options);
  const plans = parsed.map(({ key, folder, name, parts }): Plan => {
    const sidecar = findSidecar(name, names.get(folder) ?? [], options);
    return { key, parts, sidecar: sidecar && keyIn(folder, sidecar) };
  });
  return await loadPlans(store, plans, options);
}

async function loadPlans(store: ByteStore, plans: readonly Plan[], options: LoadFilesOptions): Promise<AlfObject> {
  // A metadata file is read with its dataset, never as one.
  const datasets = plans.filter(({ key, sidecar }) => sidecar !== key);
  requireDistinct(options.compat === true ? plans : datasets, options);
  const sidecars = new Map<string, Promise<Metadata>>();
  const load = async ({ key, parts, sidecar }: Plan, signal: AbortSignal): Promise<ObjectPart> => {
    const value = await loadDatasetFile(store, key, { ...options, signal });
    if (sidecar === undefined) return { parts, value };
    const metadata = sidecars.get(sidecar) ?? readSidecar(store, sidecar, signal);
    sidecars.set(sidecar, metadata);
    return { parts, value, metadata: await metadata };
  };
  return assembleObject(await mapBounded(datasets, load, options), options);
}

/** Find out before reading that two files would become one attribute. */
function requireDistinct(plans: readonly Plan[], options: AssembleOptions): void {
  const seen = new Set<string>();
  for (const { parts } of plans) {
    const attribute = attributeKey(parts, options);
    if (seen.has(attribute)) throw new DuplicateAttributeError(attribute);
    seen.add(attribute);
  }
}

async function readSidecar(store: ByteStore, key: string, signal: AbortSignal): Promise<Metadata> {
  const bytes = await store.read(key, { signal });
  if (bytes === undefined) throw new DatasetFileNotFoundError(key, store.location);
  if (bytes.length === 0) throw new InvalidSidecarError(key, "it is empty (expected a JSON object)");
  const { value } = decodeJson(bytes, { source: key });
  if (isRecord(value)) return value;
  const found = value === null ? "null" : Array.isArray(value) ? "a list" : `a ${typeof value}`;
  throw new InvalidSidecarError(key, `it holds ${found} (expected a JSON object)`);
}

function isRecord(value: JsonValue): value is Metadata {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Names of the files beside some datasets, by folder. */
async function namesByFolder(
  store: ByteStore | ListableByteStore,
  datasets: readonly { readonly key: string; readonly folder: string }[],
  { siblings, signal }: LoadFilesOptions,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const folders = [...new Set(datasets.map(({ folder }) => folder))];
  if (siblings === undefined && "list" in store) {
    const listed = await mapBounded(folders, (folder, shared) => namesIn(store, folder, { signal: shared }), {
      signal,
    });
    return new Map(folders.map((folder, index) => [folder, listed[index] ?? []]));
  }
  const names = new Map<string, string[]>(folders.map((folder) => [folder, []]));
  for (const key of siblings ?? datasets.map((dataset) => dataset.key)) {
    const [folder, name] = splitKey(key);
    names.get(folder)?.push(name);
  }
  return names;
}
