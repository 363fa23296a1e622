import { join } from "node:path";
import { type FileReference, type QcName } from "@neurophys/alf";
import { filterDatasets } from "@neurophys/alf/filter";
import { type OneAlyx } from "../../alyx/index.ts";
import { type DatasetRecord } from "../../listing/records.ts";
import { type FilesSummary } from "../../node/fetch-files.ts";
import { assertThere } from "../assert-there.ts";
import { interruptible } from "../interruptible.ts";
import { openRemote, type RemoteOptions } from "../open-remote.ts";
import { count, formatBytes } from "../output/units.ts";
import { print, remark, type Terminal, toJson } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";

/** Options of `one download`. */
export interface DownloadOptions extends RemoteOptions {
  readonly object?: string[];
  readonly attribute?: string[];
  readonly collection?: string;
  readonly revision?: string;
  readonly hash: boolean;
  readonly concurrency?: string;
  readonly dryRun?: boolean;
  readonly saveTables?: boolean;
  readonly json?: boolean;
}

/** Which files of which session. */
interface Wanted {
  readonly eid: string;
  readonly datasets: readonly string[];
}

/** Do what `one download` says. Returns the exit code. */
export async function download(terminal: Terminal, wanted: Wanted, options: DownloadOptions): Promise<number> {
  const concurrency = options.concurrency === undefined ? undefined : Number(options.concurrency);
  if (concurrency !== undefined && !(Number.isInteger(concurrency) && concurrency > 0)) {
    throw new UsageError(`--concurrency takes a whole number above 0, not "${options.concurrency}"`);
  }
  if (options.attribute !== undefined && options.object === undefined) {
    throw new UsageError("--attribute is of an object: name that with --object");
  }
  if (options.dryRun && options.saveTables) throw new UsageError("--dry-run keeps nothing: leave out --save-tables");
  return interruptible(
    terminal,
    async (signal) => {
      const summaries: FilesSummary[] = [];
      const onSummary = (summary: FilesSummary): void => void summaries.push(summary);
      const one = await openRemote(terminal, options, { concurrency, onSummary });
      if (options.dryRun) return plan(terminal, await recordsOf(one, wanted, { options, signal }), options);
      const files = await bring(one, wanted, { options, signal });
      const there = files.filter((file) => file !== undefined);
      const paths = there.map((file) => join(one.cacheDir, file.key)).sort();
      if (options.json) print(terminal, toJson(paths));
      else if (paths.length > 0) print(terminal, paths.map((path) => `${path}\n`).join(""));
      // Of an object only the files that are there are told; those that came from nowhere are counted apart.
      const failed = total(summaries, ({ counts }) => counts.failed);
      const nowhere = Math.max(files.length - there.length, failed);
      remark(terminal, summaryText({ there: there.length, nowhere }, summaries));
      if (options.saveTables && there.length > 0) await one.saveCache({ tablesDir: options.tablesDir });
      return there.length > 0 && nowhere === 0 ? 0 : 1;
    },
    "files that came before are whole, and what is begun goes on the next time",
  );
}

/** Bring the files; `undefined` in the place of each that is nowhere. */
async function bring(
  one: OneAlyx,
  { eid, datasets }: Wanted,
  { options, signal }: { readonly options: DownloadOptions; readonly signal: AbortSignal },
): Promise<readonly (FileReference | undefined)[]> {
  const { collection, revision, attribute, object: objects = [] } = options;
  const check = { checkHash: options.hash, signal };
  const files: (FileReference | undefined)[] = [];
  for (const object of objects) {
    files.push(...(await one.downloadObject(eid, object, { collection, revision, parts: { attribute }, ...check })));
  }
  const places = { collections: collection, revisions: revision };
  if (datasets.length > 0) files.push(...(await one.downloadDatasets(eid, datasets, { ...places, ...check })).files);
  if (objects.length > 0 || datasets.length > 0) return files;
  const records = await recordsOf(one, { eid, datasets }, { options, signal });
  if (records.length === 0) return [];
  return (await one.downloadDatasets(eid, records, { ...check, assertPresent: false })).files;
}

/** Records of the datasets that are meant; all of the session where nothing is named. */
async function recordsOf(
  one: OneAlyx,
  { eid, datasets }: Wanted,
  { options, signal }: { readonly options: DownloadOptions; readonly signal: AbortSignal },
): Promise<DatasetRecord[]> {
  const { collection, attribute, object: objects = [] } = options;
  const names = datasets.map((name) => name.slice(name.lastIndexOf("/") + 1));
  const filters = [
    ...(objects.length > 0 ? [{ object: objects, attribute }] : []),
    ...(names.length > 0 ? [names] : []),
  ];
  const lists = (filters.length > 0 ? filters : [undefined]).map((filename) =>
    one.listDatasetDetails(eid, { filename, collection, signal }),
  );
  const listed = (await Promise.all(lists)).flat();
  await assertThere(one, eid, listed);
  const found = new Map(listed.map((record) => [record.id, record]));
  return atRevision([...found.values()], options.revision);
}

/** Of each dataset the revision that loading would take. */
function atRevision(records: readonly DatasetRecord[], revision: string | undefined): DatasetRecord[] {
  const rows = records.map((record) => ({
    relPath: record.rel_path,
    qc: record.qc as QcName | null,
    defaultRevision: record.default_revision,
  }));
  const options = { revision, assertUnique: false, wildcards: true, hasDefaultColumn: true };
  return filterDatasets(rows, options).map((i) => records[i] as DatasetRecord);
}

function plan(terminal: Terminal, records: readonly DatasetRecord[], options: DownloadOptions): number {
  const bytes = records.reduce((sum, record) => sum + Number(record.file_size ?? 0), 0);
  if (options.json) print(terminal, toJson(records));
  else
    print(
      terminal,
      records
        .map(({ rel_path }) => `${rel_path}\n`)
        .sort()
        .join(""),
    );
  remark(
    terminal,
    records.length === 0 ? "No dataset matches." : `${count(records.length, "file")}, ${formatBytes(bytes)}`,
  );
  return records.length > 0 ? 0 : 1;
}

function total(summaries: readonly FilesSummary[], pick: (summary: FilesSummary) => number): number {
  return summaries.reduce((sum, summary) => sum + pick(summary), 0);
}

/** `12 files: 10 downloaded (340 MB in 12 s), 2 were there` */
function summaryText(
  { there, nowhere }: { readonly there: number; readonly nowhere: number },
  summaries: readonly FilesSummary[],
): string {
  const came = total(summaries, ({ counts }) => counts.downloaded + counts.resumed + counts.shared);
  const bytes = formatBytes(total(summaries, ({ transferredBytes }) => transferredBytes));
  const seconds = (total(summaries, ({ durationMs }) => durationMs) / 1000).toFixed(1);
  const parts = [
    ...(came > 0 ? [`${came} downloaded (${bytes} in ${seconds} s)`] : []),
    ...(there > came ? [`${there - came} were there`] : []),
    ...(nowhere > 0 ? [`${nowhere} are nowhere`] : []),
  ];
  return parts.length === 0 ? "No dataset matches." : `${count(there + nowhere, "file")}: ${parts.join(", ")}`;
}
