import { type DatasetNameParts, filenameParts, type MaybeParts, NAME_PARTS } from "../dataset-name.ts";
import { AlfObjectNotFoundError, InvalidArgumentError, isAlfError } from "../errors.ts";
import { type FilterNamesOptions, filterNames, type NameFilters } from "../filter/filter-names.ts";
import { type ListableByteStore } from "../store/byte-store.ts";
import { isStoreError } from "../store/errors.ts";
import { keyIn, listingOf, splitKey } from "../store/folder-keys.ts";

/** A dataset found in a store. */
export interface FoundDataset {
  /** Where it is in the store. */
  readonly key: string;
  /** File name, the last part of the key. */
  readonly name: string;
  /** Parts of the name; all `undefined` for names that are no dataset's, which only `compat` lets through. */
  readonly parts: MaybeParts<DatasetNameParts>;
}

/** Options of {@link filterBy}: a pattern a part, as in {@link NameFilters}. */
export interface FilterByOptions extends NameFilters, FilterNamesOptions {
  /** Aborts the call, which then rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
}

/** Options of the functions that find the files of one object. */
export type FindObjectOptions = Omit<FilterByOptions, "object">;

/** Name of an object, or patterns of which one must fit; `undefined` for any. */
export type ObjectPattern = string | readonly string[] | undefined;

/** Options of {@link objectExists}. */
export interface ObjectExistsOptions extends FindObjectOptions {
  /** Attributes that must all be there, without timescale. */
  readonly attributes?: string | readonly string[] | undefined;
}

/** A folder's file names, and those of them that were asked for. */
export interface FolderSelection {
  /** Key of the folder; `""` is the store itself. */
  readonly folder: string;
  /** Every name in it. */
  readonly names: readonly string[];
  readonly found: readonly FoundDataset[];
}

/**
 * Datasets directly in a folder whose parts fit.
 *
 * @param folder - Key of the folder; `""` is the store itself.
 * @returns In code-point order of their names; none for a folder that is not there.
 * @throws ArgumentTypeError, InvalidPatternError, UnsupportedPatternError (`alf/…`) for filters that cannot be used.
 * @throws What the store throws.
 * @see Source: `filter_by` in ONE, `one/alf/io.py`; for what differs see `filterNames`.
 */
export async function filterBy(
  store: ListableByteStore,
  folder: string,
  options: FilterByOptions = {},
): Promise<readonly FoundDataset[]> {
  return select(folder, await namesIn(store, folder, options), options);
}

/**
 * Files of one object in a folder, or beside a file of it.
 *
 * @param path - Key of a folder (`""` is the store itself), or of a file: then its own object is what is looked for.
 * @param object - Object to look for in the folder; `undefined` for any dataset.
 * @returns In code-point order of their names; at least one.
 * @throws AlfObjectNotFoundError (`alf/object-not-found`) if there is none.
 * @throws As {@link filterBy}.
 * @see Source: `_ls` in ONE, `one/alf/io.py`.
 */
export async function findObjectFiles(
  store: ListableByteStore,
  path: string,
  object: ObjectPattern,
  options: FindObjectOptions = {},
): Promise<readonly FoundDataset[]> {
  return (await selectObject(store, path, object, options)).found;
}

/** {@link findObjectFiles}, with the names of the folder's other files. */
export async function selectObject(
  store: ListableByteStore,
  path: string,
  object: ObjectPattern,
  options: FindObjectOptions & { readonly objectRequired?: boolean | undefined },
): Promise<FolderSelection> {
  const names = await namesIn(store, path, options);
  const isFile = names.length === 0 && path !== "" && (await isFileIn(store, path, options.signal));
  if (isFile) {
    const [folder, name] = splitKey(path);
    const own = filenameParts(name).object;
    const siblings = own === undefined ? [] : await namesIn(store, folder, options);
    return required(
      { folder, names: siblings, found: select(folder, siblings, { ...options, object: own }) },
      own,
      store,
    );
  }
  if (object === undefined && options.objectRequired === true && names.length > 0) {
    throw new InvalidArgumentError("object", object, `the name of an object, as ${path || store.location} is a folder`);
  }
  return required({ folder: path, names, found: select(path, names, { ...options, object }) }, object, store);
}

/**
 * Whether an object, and optionally each of some attributes, is in a folder.
 *
 * @param path - As in {@link findObjectFiles}.
 * @returns False also if the folder is not there.
 * @throws As {@link filterBy}.
 * @see Source: `exists` in ONE, `one/alf/io.py`.
 */
export async function objectExists(
  store: ListableByteStore,
  path: string,
  object: ObjectPattern,
  options: ObjectExistsOptions = {},
): Promise<boolean> {
  const { attributes = [], ...find } = options;
  let found: readonly FoundDataset[];
  try {
    found = await findObjectFiles(store, path, object, find);
  } catch (error) {
    if (isAlfError(error, "alf/object-not-found")) return false;
    throw error;
  }
  const present = new Set(found.map(({ parts }) => parts.attribute));
  const wanted = typeof attributes === "string" ? [attributes].filter((name) => name !== "") : attributes;
  return wanted.every((attribute) => present.has(attribute));
}

/** Names of the files directly in a folder. */
export async function namesIn(
  store: ListableByteStore,
  folder: string,
  { signal }: { readonly signal?: AbortSignal | undefined },
): Promise<readonly string[]> {
  const { prefix, start } = listingOf(folder);
  const names: string[] = [];
  for await (const key of store.list(prefix, { recursive: false, signal })) {
    names.push(key.slice(start));
  }
  return names;
}

function select(folder: string, names: readonly string[], options: FilterByOptions): readonly FoundDataset[] {
  const filters = Object.fromEntries(NAME_PARTS.map((part) => [part, options[part]]));
  const { wildcards, compat } = options;
  return filterNames(names, filters, { wildcards, compat }).map(({ name, parts }) => ({
    key: keyIn(folder, name),
    name,
    parts,
  }));
}

function required(selection: FolderSelection, object: ObjectPattern, store: ListableByteStore): FolderSelection {
  if (selection.found.length > 0) return selection;
  const name = typeof object === "object" ? object.join(", ") : object;
  throw new AlfObjectNotFoundError(name, selection.folder || store.location);
}

async function isFileIn(store: ListableByteStore, key: string, signal: AbortSignal | undefined): Promise<boolean> {
  try {
    return (await store.size(key, { signal })) !== undefined;
  } catch (error) {
    // A folder that holds no files.
    if (isStoreError(error, "store/not-a-file")) return false;
    throw error;
  }
}
