import { type DatasetRecord } from "../../listing/records.ts";
import { assertThere } from "../assert-there.ts";
import { openData } from "../open-data.ts";
import { openDatabase } from "../open-database.ts";
import { type RemoteOptions } from "../open-remote.ts";
import { printFitted } from "../output/print-fitted.ts";
import { count, formatBytes } from "../output/units.ts";
import { print, remark, type Terminal, toJson } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";

/** Options of `one list`. */
export interface ListOptions extends RemoteOptions {
  readonly filename?: string[];
  readonly collection?: string[];
  readonly revision?: string;
  readonly qc?: string;
  readonly collections?: boolean;
  readonly revisions?: boolean;
  readonly subjects?: boolean;
  readonly json?: boolean;
}

/** Do what `one list` says. Returns the exit code. */
export async function list(terminal: Terminal, eid: string | undefined, options: ListOptions): Promise<number> {
  if (options.subjects && options.remote) return printNames(terminal, await remoteSubjects(terminal, options), options);
  if (options.remote && eid === undefined) {
    throw new UsageError("A database does not list all datasets: name a session, or leave out --remote for the tables");
  }
  const one = await openData(terminal, options);
  const { filename, collection, revision, qc } = options;
  const filter = { filename, collection, revision, qc };
  if (options.subjects) return printNames(terminal, await one.listSubjects(), options);
  if (options.collections || options.revisions) {
    const names = options.collections ? await one.listCollections(eid, filter) : await one.listRevisions(eid, filter);
    if (eid !== undefined) await assertThere(one, eid, names);
    return printNames(terminal, names, options);
  }
  if (eid === undefined) return printNames(terminal, await one.listDatasets(undefined, filter), options);
  const records = await one.listDatasetDetails(eid, filter);
  await assertThere(one, eid, records);
  if (options.json) print(terminal, toJson(records));
  else if (records.length === 0) remark(terminal, "No dataset matches.");
  else printDatasets(terminal, records);
  return records.length > 0 ? 0 : 1;
}

/** Nicknames of all animals that the database has. */
async function remoteSubjects(terminal: Terminal, options: ListOptions): Promise<readonly string[]> {
  const { alyx } = await openDatabase(terminal, options);
  const records = await alyx.list("subjects", {}, { noCache: options.cache === false });
  return records.flatMap(({ nickname }) => (typeof nickname === "string" ? [nickname] : []));
}

function printNames(terminal: Terminal, names: readonly string[], options: ListOptions): number {
  const sorted = [...names].sort();
  if (options.json) print(terminal, toJson(sorted));
  else if (sorted.length === 0) remark(terminal, "Nothing matches.");
  else print(terminal, sorted.map((name) => `${name === "" ? unnamed(options) : name}\n`).join(""));
  return names.length > 0 ? 0 : 1;
}

/** What stands for datasets of no revision or in no collection. */
function unnamed({ revisions }: ListOptions): string {
  return revisions ? "(no revision)" : "(session folder)";
}

const COLUMNS = [
  { heading: "dataset", isPath: true },
  { heading: "size", isNumber: true, isWhole: true },
  { heading: "qc", isWhole: true, isOptional: true },
  { heading: "exists", isWhole: true, isOptional: true },
  { heading: "id", isWhole: true, isOptional: true },
];

function printDatasets(terminal: Terminal, records: readonly DatasetRecord[]): void {
  const sorted = records.toSorted((a, b) => (a.rel_path < b.rel_path ? -1 : 1));
  const rows = sorted.map((r) => [
    r.rel_path,
    r.file_size === null ? "" : formatBytes(Number(r.file_size)),
    r.qc ?? "",
    r.exists ? "yes" : "no",
    r.id,
  ]);
  printFitted(terminal, COLUMNS, rows);
  const bytes = records.reduce((sum, record) => sum + Number(record.file_size ?? 0), 0);
  remark(terminal, `${count(records.length, "dataset")}, ${formatBytes(bytes)}`);
}
