import { type NpyFile, openNpy } from "@neurophys/alf/npy";
import { type ByteStore } from "@neurophys/alf/store";
import { openParquet, type ParquetFile } from "@neurophys/tables";
import { datasetKey, folderOfDataset } from "../convert/paths.ts";
import { type SessionId } from "../convert/to-eid.ts";
import { FilesMissingError, NotReadableByPartsError } from "../errors.ts";
import { readDatasetRecords } from "../listing/records.ts";
import { type OneContext } from "../one/one-context.ts";
import { chooseDataset, type DatasetSpecifier } from "./choose-dataset.ts";
import { type DatasetOptions } from "./load-dataset.ts";
import { sessionDatasets, wantedRevision } from "./session-datasets.ts";

/** A dataset of which parts are read as they are wanted: rows of an array, or columns of a table. */
export type OpenedDataset =
  | {
      /** An array. */
      readonly kind: "npy";
      /** Shape and type of the array; `readRows(start, end)` reads rows of it. */
      readonly file: NpyFile;
      /** Path or address that parts are read from. */
      readonly location: string;
    }
  | {
      /** A Parquet table. */
      readonly kind: "table";
      /** Names of the columns; `readColumns(names)` reads some of them. */
      readonly file: ParquetFile;
      /** Path or address that parts are read from. */
      readonly location: string;
    };

/**
 * Open a dataset to read parts of it. The file itself stays where it is: in the store, or else at the remote one.
 *
 * @throws as `downloadDataset` if it is not one dataset; FilesMissingError if no store has the file.
 * @throws NotReadableByPartsError if it is neither an npy file nor a Parquet table.
 */
export async function openDataset(
  context: OneContext,
  id: SessionId,
  { dataset, options }: { readonly dataset: DatasetSpecifier; readonly options: DatasetOptions },
): Promise<OpenedDataset> {
  const place = { collection: options.collection, revision: wantedRevision(context, options.revision) };
  const all = await sessionDatasets(context, id);
  const { table, rows } = chooseDataset(context, all, { specifier: dataset, place });
  const [record] = await readDatasetRecords(table, rows);
  if (record === undefined) throw new FilesMissingError([], context.location);
  const folder = await folderOfDataset(context, record);
  const places: [ByteStore, string][] = [[context.store, datasetKey(folder, record, context.uuidFilenames)]];
  const stated = typeof record["data_url"] === "string" ? record["data_url"] : undefined;
  if (stated !== undefined && context.fileAt !== undefined) {
    const { store, key } = context.fileAt(stated);
    places.push([store, key]);
  } else if (context.remoteStore !== undefined) {
    places.push([context.remoteStore, datasetKey(folder, record, true)]);
  }
  for (const [store, key] of places) {
    const opened = await openFile(store, key, { name: record.rel_path, signal: options.signal });
    if (opened !== undefined) return opened;
  }
  throw new FilesMissingError([record.rel_path], places.map(([store]) => store.location).join(" and "));
}

async function openFile(
  store: ByteStore,
  key: string,
  { name, signal }: { readonly name: string; readonly signal: AbortSignal | undefined },
): Promise<OpenedDataset | undefined> {
  const location = `${store.location}/${key}`;
  const extension = name.slice(name.lastIndexOf(".") + 1);
  if (extension === "npy") {
    const file = await openNpy(store, key, { signal });
    return file && { kind: "npy", file, location };
  }
  if (extension !== "pqt" && extension !== "parquet") throw new NotReadableByPartsError(name);
  if ((await store.size(key, { signal })) === undefined) return undefined;
  return { kind: "table", file: await openParquet(store, key, { signal }), location };
}
