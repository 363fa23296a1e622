import { type DatasetNameParts, filenameParts, parseFilename } from "../dataset-name.ts";
import { relPathParts } from "../dataset-path.ts";
import { type ListableByteStore } from "../store/byte-store.ts";
import { listingOf } from "../store/folder-keys.ts";

/** Which parts tell datasets apart; object and attribute always do. */
export interface VariantOptions {
  /** False to take datasets of another namespace for variants. All are true by default. */
  readonly namespace?: boolean | undefined;
  /** False to take datasets of another timescale for variants. */
  readonly timescale?: boolean | undefined;
  /** False to take datasets with other extra parts for variants. */
  readonly extra?: boolean | undefined;
  /** False to take datasets of another extension for variants. */
  readonly extension?: boolean | undefined;
  /** Aborts the call, which then rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
}

/** A file in a collection or in one of its revisions. */
interface Candidate {
  readonly key: string;
  readonly parts: Partial<DatasetNameParts>;
}

/**
 * Other forms of datasets in the same collection: the same name in another revision, and, for every part that is
 * switched off, names that differ in it.
 *
 * @param keys - Datasets. They need not exist.
 * @returns For each key its variants, without itself: first those without a revision, then by revision.
 * @throws AlfInvalidError (`alf/invalid`) if a file name is no dataset's.
 * @throws What the store throws.
 * @see Source: `find_variants` in ONE, `one/alf/io.py`; keys need no session here, and their order is defined.
 */
export async function findVariants(
  store: ListableByteStore,
  keys: readonly string[],
  options: VariantOptions = {},
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { namespace = true, timescale = true, extra = true, extension = true, signal } = options;
  const optional = { namespace, timescale, extra, extension };
  const compared: readonly (keyof DatasetNameParts)[] = [
    "object",
    "attribute",
    ...(["namespace", "timescale", "extra", "extension"] as const).filter((part) => optional[part]),
  ];
  const folders = new Map<string, Promise<readonly Candidate[]>>();
  const variants = new Map<string, readonly string[]>();
  for (const key of keys) {
    const [folder, name] = collectionAndName(key);
    const parts = parseFilename(name);
    const candidates = folders.get(folder) ?? candidatesIn(store, folder, signal);
    folders.set(folder, candidates);
    const same = (await candidates).filter((other) => compared.every((part) => other.parts[part] === parts[part]));
    variants.set(
      key,
      same.map((other) => other.key).filter((other) => other !== key),
    );
  }
  return variants;
}

/** Folder of a dataset without its revision, and its file name. */
function collectionAndName(key: string): readonly [folder: string, name: string] {
  const folders = key.split("/");
  const name = folders.pop() ?? "";
  if (/^#.+#$/.test(folders.at(-1) ?? "")) folders.pop();
  return [folders.join("/"), name];
}

/** Datasets directly in a folder and then those in its revisions. */
async function candidatesIn(
  store: ListableByteStore,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<readonly Candidate[]> {
  const { prefix, start } = listingOf(folder);
  const direct: Candidate[] = [];
  const revised: Candidate[] = [];
  for await (const key of store.list(prefix, { signal })) {
    const below = key.slice(start);
    const name = below.slice(below.lastIndexOf("/") + 1);
    const candidate = { key, parts: filenameParts(name) } as Candidate;
    if (candidate.parts.object === undefined) continue;
    if (name === below) direct.push(candidate);
    else if (isInRevision(below)) revised.push(candidate);
  }
  return [...direct, ...revised];
}

/** True for a file directly in a revision folder. */
function isInRevision(path: string): boolean {
  const { collection, revision } = relPathParts(path);
  return revision !== undefined && collection === undefined;
}
