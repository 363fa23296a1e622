import { type JsonValue } from "@neurophys/alf";
import { type AlyxClient } from "../alyx/client/alyx-client.ts";
import { AlyxInvalidRecordError } from "../alyx/errors.ts";
import { isRecord } from "../alyx/record-field.ts";
import { NoTableFilesError } from "../errors.ts";
import { type CacheLocation, loadCache } from "../one/cache-files.ts";
import { type OneState } from "../one/one-state.ts";
import { type CacheTable } from "../tables/cache-table.ts";
import { type CacheTables } from "../tables/cache-tables.ts";
import { parseMinutes } from "../tables/table-metadata.ts";
import { AlyxTagError } from "./errors.ts";

/** Which tables of the database are wanted. */
export interface RemoteCacheOptions extends CacheLocation {
  /** Download the tables even if those at hand are as new. Default: false. */
  readonly clobber?: boolean | undefined;
  /** Release of data that the tables are limited to. Default: that of the tables at hand. */
  readonly tag?: string | undefined;
  /** Ends the download when it is no longer wanted. */
  readonly signal?: AbortSignal | undefined;
}

/** Brings the tables of a database into a folder. */
export interface TableArchives {
  /** Folder for the tables of a release, below that of all tables; made if missing. */
  folderOf(tag: string): Promise<string>;
  /**
   * Download a zip archive and extract it: all of its files are there then, or none is changed.
   *
   * @param options - `folder`: the usual one if left out.
   */
  bring(
    url: string,
    options: { readonly folder: string | undefined; readonly signal: AbortSignal | undefined },
  ): Promise<void>;
}

/** What a database says of the tables that it hands out. */
interface CacheInfo {
  readonly tags: readonly string[];
  readonly minApiVersion: string;
  readonly created: Date | undefined;
  readonly origin: string;
  readonly location: string | undefined;
}

/** What {@link loadRemoteCache} works with. */
export interface RemoteCacheContext {
  readonly state: OneState;
  readonly alyx: AlyxClient;
  readonly archives: TableArchives | undefined;
  /** Version of ONE's tables that can be read. */
  readonly apiVersion: string;
}

const FRESH_MS = 60_000;

/**
 * Load the tables at hand and, unless they are as new, those that the database hands out.
 *
 * @returns When tables were read; `undefined` if there are none.
 * @throws NoTableFilesError if nothing to bring archives with was handed in.
 * @throws AlyxTagError if the tables at hand are of several releases, or the database has no such one.
 * @see Source: `OneAlyx.load_cache` in ONE, `one/api.py`. There failures of the network change the mode of the client.
 */
export async function loadRemoteCache(
  { state, alyx, archives, apiVersion }: RemoteCacheContext,
  options: RemoteCacheOptions,
): Promise<Date | undefined> {
  if (archives === undefined) throw new NoTableFilesError("Loading the tables of a database");
  const { onWarning } = state.parts;
  const current = currentTag(state.cache);
  const tag = options.tag ?? current;
  const isOtherTag = tag !== current;
  if (!options.clobber && !isOtherTag) await loadCache(state, { tablesDir: options.tablesDir }, { isQuiet: true });
  const info = await cacheInfo(alyx, tag, options.signal);
  if (tag !== undefined && !info.tags.includes(tag)) throw new AlyxTagError(tag, info.tags);
  if (isOlder(apiVersion, info.minApiVersion)) {
    const message = `Newer cache tables require ONE version ${info.minApiVersion} or greater`;
    onWarning({ code: "one/tables-too-new", category: "UserWarning", message });
    return state.cache.loadedTime;
  }
  const origins = originsOf(state.cache);
  const isFresh = isAsNew(state.cache.createdTime, info.created) && !isOtherTag && origins.has(info.origin);
  if (!options.clobber && isFresh) return state.cache.loadedTime;
  if (origins.size > 0 && !origins.has(info.origin) && !origins.has(alyx.baseUrl)) {
    const message = `Downloading cache tables from another origin: ${info.origin}`;
    onWarning({ code: "one/other-origin", category: "UserWarning", message });
  }
  const ofTag = isOtherTag && tag !== undefined ? await archives.folderOf(tag) : state.tablesDir;
  const folder = options.tablesDir ?? ofTag;
  await archives.bring(info.location ?? `${alyx.baseUrl}/cache.zip`, { folder, signal: options.signal });
  await loadCache(state, { tablesDir: folder }, { isQuiet: false });
  state.cache = withOrigin(state.cache, info.origin, alyx.baseUrl);
  return state.cache.loadedTime;
}

function currentTag(cache: CacheTables): string | undefined {
  const tags = new Set([...cache.tables.values()].flatMap(({ metadata }) => metadata.databaseTags ?? []));
  if (tags.size > 1) throw new AlyxTagError([...tags].join(", "), []);
  return [...tags][0];
}

function originsOf(cache: CacheTables): ReadonlySet<string> {
  return new Set([...cache.tables.values()].flatMap(({ metadata }) => [...metadata.origin]));
}

async function cacheInfo(
  alyx: AlyxClient,
  tag: string | undefined,
  signal: AbortSignal | undefined,
): Promise<CacheInfo> {
  const path = tag === undefined ? "/cache/info" : `/cache/info/${encodeURIComponent(tag)}`;
  const answer = await alyx.get(path, {}, { noCache: true, signal });
  if (!isRecord(answer)) throw new AlyxInvalidRecordError("cache/info", answer, "a record");
  const { database_tags: tags, min_api_version: version, date_created: created, origin, location } = answer;
  const text = (value: JsonValue | undefined): string | undefined => (typeof value === "string" ? value : undefined);
  return {
    tags: Array.isArray(tags) ? tags.filter((name) => typeof name === "string") : [],
    minApiVersion: text(version) ?? "0.0.0",
    // Times of tables have no zone; both sides are read in the same one.
    created: parseMinutes(text(created)?.replace(/(?:Z|[+-]\d\d:?\d\d)$/, "")),
    origin: text(origin) ?? "unknown",
    location: text(location),
  };
}

function isAsNew(local: Date | undefined, remote: Date | undefined): boolean {
  return local !== undefined && remote !== undefined && remote.getTime() - local.getTime() < FRESH_MS;
}

/** True if version `own`, as in `"3.4.2"`, is older than `needed`. */
function isOlder(own: string, needed: string): boolean {
  const parts = (version: string): number[] => version.split(".").map((part) => Number.parseInt(part, 10) || 0);
  const [a, b] = [parts(own), parts(needed)];
  const at = [0, 1, 2].find((i) => (a[i] ?? 0) !== (b[i] ?? 0));
  return at !== undefined && (a[at] ?? 0) < (b[at] ?? 0);
}

/** Tables that came from a database say so. */
function withOrigin(cache: CacheTables, origin: string, url: string): CacheTables {
  const named = (table: CacheTable): CacheTable =>
    table.metadata.origin.has(origin) ? { ...delegate(table), metadata: addOrigin(table, url) } : table;
  return { ...cache, tables: new Map([...cache.tables].map(([name, table]) => [name, named(table)])) };
}

function addOrigin({ metadata }: CacheTable, url: string): CacheTable["metadata"] {
  return { ...metadata, origin: new Set([...metadata.origin, url]) };
}

/** A table whose columns are those of another. */
function delegate(table: CacheTable): Omit<CacheTable, "metadata"> {
  const { name, numRows, indexNames, columnNames } = table;
  return {
    name,
    numRows,
    indexNames,
    columnNames,
    column: (column) => table.column(column),
    unorderedColumns: (names) => table.unorderedColumns(names),
  };
}
