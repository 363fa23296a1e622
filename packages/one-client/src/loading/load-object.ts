import {
  AlfMultipleCollectionsFoundError,
  AlfMultipleObjectsFoundError,
  AlfObjectNotFoundError,
  type FileReference,
  relPathParts,
} from "@neurophys/alf";
import { type TextPattern } from "@neurophys/alf/filter";
import { type AlfObject } from "@neurophys/alf/object";
import { type SessionId } from "../convert/to-eid.ts";
import { CollectionNotFoundError, FilesMissingError } from "../errors.ts";
import { nearNames } from "../listing/near-names.ts";
import { type OneContext } from "../one/one-context.ts";
import { type CheckOptions, checkFiles } from "./check-files.ts";
import { NEAR_SHOWN } from "./choose-dataset.ts";
import { type PartPatterns } from "./part-patterns.ts";
import { type NamedFile, readObject } from "./read-values.ts";
import { choose, type SessionDatasets, sessionDatasets, wantedRevision } from "./session-datasets.ts";

/** Which datasets of an object to load, and how. */
export interface ObjectOptions extends CheckOptions {
  /** Collection, e.g. `"alf/probe00"` or a pattern; `""` is the session folder itself. Default: any, if only one has it. */
  readonly collection?: TextPattern;
  /** Latest revision to take; `""` takes unrevised files. Default: each dataset's default revision. */
  readonly revision?: string | undefined;
  /** Patterns by part of the file name: `{ attribute: ["times", "clusters"] }`. */
  readonly parts?: PartPatterns | undefined;
}

/** Which objects of a collection to load, and how. */
export interface CollectionOptions extends Omit<ObjectOptions, "collection"> {
  /** Object or objects; patterns. Default: all. */
  readonly object?: TextPattern;
}

/**
 * The files of an object: of each dataset the revision wanted.
 *
 * @throws UnresolvedSessionError if no session of the tables is meant.
 * @throws AlfObjectNotFoundError if the session has no such object.
 * @throws AlfMultipleObjectsFoundError or AlfMultipleCollectionsFoundError if there are several; each lists them.
 * @throws FilesMissingError if none of the files is in the store.
 * @see Source: `One.load_object` in ONE, `one/api.py`, with `download_only=True`.
 */
export async function objectFiles(
  context: OneContext,
  id: SessionId,
  { object, options }: { readonly object: string; readonly options: ObjectOptions },
): Promise<NamedFile[]> {
  const all = await sessionDatasets(context, id);
  const found = choose(context, all, {
    filename: { ...options.parts, object },
    collection: options.collection,
    revision: wantedRevision(context, options.revision),
    assertUnique: false,
  });
  if (found.records.length === 0) {
    const where = placeText(all, options.collection);
    throw new AlfObjectNotFoundError(object, where, { candidates: candidatesFor(all, object) });
  }
  const objects = distinct(found, "object");
  if (objects.length > 1) throw new AlfMultipleObjectsFoundError(objects);
  const collections = distinct(found, "collection");
  if (collections.length > 1) throw new AlfMultipleCollectionsFoundError(collections);
  const files = await checkFiles(context, found, options);
  return present(context, found, files);
}

/**
 * The files of a collection, in table order.
 *
 * @throws UnresolvedSessionError if no session of the tables is meant.
 * @throws CollectionNotFoundError if no dataset of the session lies in the collection.
 * @throws AlfObjectNotFoundError if none of them fits.
 * @throws FilesMissingError if none of the files is in the store.
 * @see Source: `One.load_collection` in ONE, `one/api.py`, with `download_only=True`. There a revision is taken for the
 *   collection, so that nothing is found with one (O24).
 */
export async function collectionFiles(
  context: OneContext,
  id: SessionId,
  { collection, options }: { readonly collection: string; readonly options: CollectionOptions },
): Promise<NamedFile[]> {
  const all = await sessionDatasets(context, id, { collection });
  if (all.records.length === 0) throw new CollectionNotFoundError(collection, all.eid);
  const revision = wantedRevision(context, options.revision);
  const misplaced = context.compat.includes("collection-revision-misplaced");
  const found = choose(context, all, {
    filename: { ...options.parts, object: options.object },
    collection: misplaced ? revision : undefined,
    revision: misplaced ? undefined : revision,
    assertUnique: false,
  });
  if (found.records.length === 0) {
    const object = typeof options.object === "string" ? options.object : options.object?.join(", ");
    const names = typeof options.object === "string" ? [options.object] : (options.object ?? []);
    const candidates = [...new Set(names.flatMap((name) => candidatesFor(all, name)))].slice(0, NEAR_SHOWN);
    throw new AlfObjectNotFoundError(object, placeText(all, collection), { candidates });
  }
  return present(context, found, await checkFiles(context, found, options));
}

/** As {@link downloadObject}, decoded and put together; files are read several at once. */
export async function loadObject(
  context: OneContext,
  id: SessionId,
  request: { readonly object: string; readonly options: ObjectOptions },
): Promise<AlfObject> {
  return readObject(context, await objectFiles(context, id, request), request.options.signal);
}

/** The files of an object, see {@link objectFiles}. */
export async function downloadObject(
  context: OneContext,
  id: SessionId,
  request: { readonly object: string; readonly options: ObjectOptions },
): Promise<FileReference[]> {
  return (await objectFiles(context, id, request)).map(({ file }) => file);
}

/** As {@link downloadCollection}, decoded and put together, by the names of the objects in table order. */
export async function loadCollection(
  context: OneContext,
  id: SessionId,
  request: { readonly collection: string; readonly options: CollectionOptions },
): Promise<ReadonlyMap<string, AlfObject>> {
  const groups = new Map<string, NamedFile[]>();
  for (const file of await collectionFiles(context, id, request)) {
    const object = relPathParts(file.relPath).object ?? "";
    groups.set(object, [...(groups.get(object) ?? []), file]);
  }
  const objects = new Map<string, AlfObject>();
  for (const [object, files] of groups) {
    objects.set(object, await readObject(context, files, request.options.signal));
  }
  return objects;
}

/** The files of a collection in table order, see {@link collectionFiles}. */
export async function downloadCollection(
  context: OneContext,
  id: SessionId,
  request: { readonly collection: string; readonly options: CollectionOptions },
): Promise<FileReference[]> {
  return (await collectionFiles(context, id, request)).map(({ file }) => file);
}

function distinct({ records }: SessionDatasets, part: "object" | "collection"): string[] {
  return [...new Set(records.map((record) => relPathParts(record.rel_path)[part] ?? ""))];
}

function placeText({ eid }: SessionDatasets, collection: TextPattern | undefined): string {
  return typeof collection === "string" ? `collection "${collection}" of session ${eid}` : `session ${eid}`;
}

/** What someone may have meant who asked for an object: its datasets elsewhere or of other attributes, else names near it. */
function candidatesFor(datasets: SessionDatasets, object: string): readonly string[] {
  const own = datasets.records.filter(({ rel_path: path }) => relPathParts(path).object === object);
  if (own.length > 0) return own.slice(0, NEAR_SHOWN).map(({ rel_path: path }) => path);
  return nearNames(object, distinct(datasets, "object"));
}

/** The files that are there, if any is. */
function present(
  context: OneContext,
  { records }: SessionDatasets,
  files: readonly (FileReference | undefined)[],
): NamedFile[] {
  const found = records.flatMap(({ rel_path: relPath }, i) => {
    const file = files[i];
    return file === undefined ? [] : [{ file, relPath }];
  });
  if (found.length > 0) return found;
  throw new FilesMissingError(
    records.map((record) => record.rel_path),
    context.location,
  );
}
