import { type OnWarning } from "@neurophys/alf";
import { globRegex } from "@neurophys/alf/filter";
import { type ByteStore, type ListableByteStore } from "@neurophys/alf/store";
import { openParquet } from "@neurophys/tables";
import { type CacheTable, type TableMetadata } from "./cache-table.ts";
import { type CacheTables, defaultCache, earliestCreation } from "./cache-tables.ts";
import { NoTablesError, UnreadableTableError } from "./errors.ts";
import { FileTable } from "./file-table.ts";
import { ONE_METADATA, parseTableMetadata, SORTED_BY } from "./table-metadata.ts";
import { planTable } from "./table-plan.ts";

/** Options of {@link loadTables}. */
export interface LoadTablesOptions {
  /** The time of loading. */
  readonly now: Date;
  /** Which files at the top of the store are tables: a shell pattern; `"*.pqt"` if left out. */
  readonly glob?: string | undefined;
  /** Names of the files, for a store that cannot list them; those that are not there are passed over. */
  readonly files?: readonly string[] | undefined;
  /** Ends the loading; the promise is then rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Told about files that are left out (`one/table-skipped`). */
  readonly onWarning?: OnWarning | undefined;
}

/**
 * Open the cache tables of a store. Only the end of each file is read; columns follow when they are asked for.
 *
 * Files without a date of creation are no cache tables: they are left out with a warning. Old tables get the present
 * form. In a folder without any table there are empty ones, and `loadedTime` is `undefined`.
 *
 * @param store - A store that can list its keys, or any store if `files` names them.
 * @throws {@link UnreadableTableError} if a file is not Parquet or is cut off.
 * @throws {@link NoTablesError} if a store that cannot list its keys, such as a URL, has none of the files.
 * @throws {@link TableIndexError} if a table has no column that could be its index.
 * @see Source: `load_tables` in ONE, `one/alf/cache.py`, which reads all columns.
 */
export async function loadTables(
  store: ByteStore | ListableByteStore,
  options: LoadTablesOptions,
): Promise<CacheTables> {
  const defaults = defaultCache(options.now);
  const tables = new Map(defaults.tables);
  const skipped = new Map<string, TableMetadata>();
  let loaded = false;
  for (const key of await tableKeys(store, options)) {
    const name = key.replace(/\.[^.]*$/, "");
    const table = await openTable(store, key, options.signal);
    if (table === undefined) continue;
    if (!("numRows" in table)) {
      skipped.set(name, table);
      options.onWarning?.({
        code: "one/table-skipped",
        category: "UserWarning",
        message: `${store.location}/${key} does not appear to be a valid table. Skipping`,
      });
      continue;
    }
    loaded = true;
    tables.set(name, table);
  }
  if (!loaded && !("list" in store)) throw new NoTablesError(store.location);
  const createdTime = earliestCreation(Array.from(tables.values(), ({ metadata }) => metadata));
  return { ...defaults, tables, skipped, createdTime, loadedTime: loaded ? options.now : undefined };
}

async function tableKeys(
  store: ByteStore | ListableByteStore,
  { glob = "*.pqt", files, signal }: LoadTablesOptions,
): Promise<readonly string[]> {
  if (files !== undefined) return files;
  if (!("list" in store)) return ["sessions.pqt", "datasets.pqt"];
  const pattern = globRegex(glob);
  const keys: string[] = [];
  for await (const key of store.list(undefined, { signal }))
    if (!key.includes("/") && pattern.test(key)) keys.push(key);
  return keys;
}

/** The table in a file, or the metadata of a file that is none; `undefined` if there is no such file. */
async function openTable(
  store: ByteStore,
  key: string,
  signal: AbortSignal | undefined,
): Promise<CacheTable | TableMetadata | undefined> {
  const table = key.replace(/\.[^.]*$/, "");
  const size = await store.size(key, { signal });
  if (size === undefined) return undefined;
  let file: Awaited<ReturnType<typeof openParquet>>;
  let metadata: TableMetadata;
  try {
    file = await openParquet(store, key, { signal });
    metadata = parseTableMetadata(file.keyValueMetadata.get(ONE_METADATA));
  } catch (cause) {
    signal?.throwIfAborted();
    throw new UnreadableTableError(table, store.location, { cause });
  }
  if (metadata.dateCreated === undefined) return metadata;
  const { pandas, columnNames } = file;
  const pandasIndex = pandas === undefined || pandas.indexColumns.length === 0 ? undefined : pandas.indexColumns;
  const plan = planTable({ table, columnNames, pandasIndex, minApiVersion: metadata.minApiVersion });
  const sortedBy = file.keyValueMetadata.get(SORTED_BY)?.split(",") ?? [];
  return new FileTable(table, { file, plan, metadata, location: store.location, sortedBy });
}
