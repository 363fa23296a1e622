import { type DataWarning, type OnWarning } from "@neurophys/alf";
import { type BatchProgress, type Credential, isTransferError } from "@neurophys/transfer";
import {
  type DownloadAllOptions,
  type DownloadItem,
  type DownloadSummary,
  downloadAll,
} from "@neurophys/transfer/node";
import { type FetchFiles, type FetchFilesOptions, type WantedFile } from "../loading/fetch-files.ts";
import { type FileAddress, type FileSource } from "../one-alyx/sources/file-source.ts";

/** What became of the files of one call. */
export interface FilesSummary {
  /** Files by where they came from, and those that came from nowhere; `cache` are those that were there already. */
  readonly counts: DownloadSummary["counts"];
  /** Bytes that came over the network, tries that failed included. */
  readonly transferredBytes: number;
  /** How long it took, in ms. */
  readonly durationMs: number;
}

/** How files are downloaded. */
export interface FileDownloads {
  /** How many files at a time. Default: `ONE_HTTP_DL_THREADS`, or 16. */
  readonly concurrency?: number | undefined;
  /** Told how far the files of one call are. */
  readonly onProgress?: ((progress: BatchProgress) => void) | undefined;
  /** Told once a call what became of its files, also if all were there, and before an error. */
  readonly onSummary?: ((summary: FilesSummary) => void) | undefined;
  /** Tries, times and limits; see `downloadAll` of `@neurophys/transfer`. */
  readonly transfer?:
    | Omit<DownloadAllOptions, "concurrency" | "onProgress" | "root" | "credentials" | "signal">
    | undefined;
}

/** What a fetcher works with. */
export interface FileFetcherParts extends FileDownloads {
  /** Folder that files come to. */
  readonly cacheDir: string;
  /** Asked in order: each for what those before it do not have, or fail at. */
  readonly sources: readonly FileSource[];
  /** Sent to their own origins only. */
  readonly credentials: readonly Credential[];
  readonly onWarning: OnWarning;
}

/**
 * Downloads files to a folder: several at once, each whole and verified.
 *
 * @see Source: `One._download_datasets` in ONE, `one/api.py`. There one failure on S3 has all files fetched over HTTP, and
 *   nothing is verified (O30, O31).
 */
export function fileFetcher(parts: FileFetcherParts): FetchFiles {
  return async (wanted, options) => {
    const rest = new Set(wanted.keys());
    const failures = new Map<number, unknown>();
    const summaries: DownloadSummary[] = [];
    for (const source of parts.sources) {
      if (rest.size === 0) break;
      const places = [...rest];
      const addresses = await locate(source, { parts, wanted: places.map((i) => wanted[i] as WantedFile), options });
      const found = places.flatMap((place, i) => (addresses[i] === undefined ? [] : [[place, addresses[i]] as const]));
      if (found.length === 0) continue;
      const summary = await bring(found, { wanted, parts, options });
      summaries.push(summary);
      summary.results.forEach(({ error, outcome }, i) => {
        const place = (found[i] as readonly [number, FileAddress])[0];
        if (outcome !== undefined) rest.delete(place);
        // A source that failed may have the file, whatever the next one says.
        else if (!isNotFound(error) || !failures.has(place)) failures.set(place, error);
      });
    }
    parts.onSummary?.(summaryOf(summaries, { failed: rest.size, present: options.presentCount }));
    for (const place of rest) {
      const error = failures.get(place);
      if (error !== undefined && !isNotFound(error)) throw error;
      parts.onWarning(nowhere(wanted[place] as WantedFile, error));
    }
    return wanted.map((_, i) => !rest.has(i));
  };
}

/** One summary of what the sources brought; a file that failed at one may have come from the next. */
function summaryOf(
  summaries: readonly DownloadSummary[],
  { failed, present }: { readonly failed: number; readonly present: number },
): FilesSummary {
  const sum = (pick: (summary: DownloadSummary) => number): number =>
    summaries.reduce((total, summary) => total + pick(summary), 0);
  return {
    counts: {
      cache: present + sum(({ counts }) => counts.cache),
      shared: sum(({ counts }) => counts.shared),
      resumed: sum(({ counts }) => counts.resumed),
      downloaded: sum(({ counts }) => counts.downloaded),
      failed,
    },
    transferredBytes: sum(({ transferredBytes }) => transferredBytes),
    durationMs: sum(({ durationMs }) => durationMs),
  };
}

/** Why a file cannot be had: the servers that should have it do not, or none is known. */
function nowhere({ record }: WantedFile, error: unknown): DataWarning {
  const message =
    error instanceof Error ? error.message : `No server is known to have ${record.rel_path} (expected a data server)`;
  return { code: "one/file-nowhere", category: "UserWarning", message };
}

function isNotFound(error: unknown): boolean {
  return isTransferError(error, "transfer/not-found");
}

async function locate(
  source: FileSource,
  {
    parts,
    wanted,
    options,
  }: { readonly parts: FileFetcherParts; readonly wanted: readonly WantedFile[]; readonly options: FetchFilesOptions },
): Promise<readonly (FileAddress | undefined)[]> {
  try {
    return await source.locate(wanted, options.signal);
  } catch (error) {
    options.signal?.throwIfAborted();
    if (parts.sources.at(-1) === source) throw error;
    const why = error instanceof Error ? error.message : String(error);
    const warning: DataWarning = {
      code: "one/source-unusable",
      category: "UserWarning",
      message: `No files from ${source.name}: ${why}`,
    };
    parts.onWarning(warning);
    return wanted.map(() => undefined);
  }
}

async function bring(
  found: readonly (readonly [place: number, address: FileAddress])[],
  {
    wanted,
    parts,
    options,
  }: { readonly wanted: readonly WantedFile[]; readonly parts: FileFetcherParts; readonly options: FetchFilesOptions },
): Promise<DownloadSummary> {
  const { cacheDir, credentials, concurrency, onProgress, transfer } = parts;
  const items = found.map(([place, { url }]) => itemOf(wanted[place] as WantedFile, url, options.checkHash));
  const own = found.flatMap(([, { credential }]) => (credential === undefined ? [] : [credential]));
  return downloadAll(items, {
    ...transfer,
    root: cacheDir,
    credentials: [...new Set([...credentials, ...own])],
    concurrency: concurrency ?? threadsOf(process.env["ONE_HTTP_DL_THREADS"]),
    onProgress,
    signal: options.signal,
  });
}

function itemOf({ record, key }: WantedFile, url: string, checkHash: boolean): DownloadItem {
  const { file_size: sizeBytes, hash } = record;
  return {
    url,
    target: key,
    sizeBytes: sizeBytes || undefined,
    md5: checkHash && hash ? hash : undefined,
  };
}

function threadsOf(text: string | undefined): number | undefined {
  const threads = Number(text);
  return text !== undefined && Number.isInteger(threads) && threads > 0 ? threads : undefined;
}
