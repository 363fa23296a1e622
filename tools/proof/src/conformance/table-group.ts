import { type CacheTable, type CacheTables, mergeTables, tableRecords } from "@neurophys/one-client";
import { indexFolder, loadTablesFrom, saveTables } from "@neurophys/one-client/node";
import { equal, plain } from "../compare.ts";
import { type PythonServer } from "./python-server.ts";
import { type QuerySession } from "./queries.ts";
import { type Difference, type Report } from "./report.ts";

/** A table as `encode_frame` writes it. */
interface Frame {
  readonly rows: number;
  readonly columns: Readonly<Record<string, { readonly data: readonly unknown[] }>>;
}

/** What Python says of the tables of a folder. */
interface PythonTables {
  readonly tables: Readonly<Record<string, Frame>>;
  /** Types of the columns in memory. */
  readonly types: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly origins: Readonly<Record<string, readonly string[]>>;
  readonly created: Readonly<Record<string, string | null>>;
}

type Row = Readonly<Record<string, unknown>>;

const rowsOf = ({ rows, columns }: Frame): Row[] =>
  Array.from({ length: rows }, (_, i) =>
    Object.fromEntries(Object.entries(columns).map(([name, { data }]) => [name, data[i] ?? null])),
  );

const readPython = (python: PythonServer, folder: string): Promise<PythonTables> =>
  python.request("table_rows", { tables_dir: folder }) as Promise<PythonTables>;

const readOurs = async (table: CacheTable | undefined): Promise<Row[]> =>
  table === undefined ? [] : (plain(await tableRecords(table)) as Row[]);

/** Compare rows in order. */
function differences(python: readonly Row[], ours: readonly Row[], what: string): Difference[] {
  const found: Difference[] = [];
  for (let i = 0; i < Math.max(python.length, ours.length); i++) {
    if (!equal(python[i] ?? null, ours[i] ?? null)) {
      found.push({ name: `${what} row ${i}`, python: python[i], ours: ours[i] });
    }
  }
  return found;
}

/** Compare the tables that Python reads from a folder with tables of ours, row by row. */
async function compareRows(tables: PythonTables, ours: CacheTables, name: string, report: Report): Promise<void> {
  const found: Difference[] = [];
  let count = 0;
  for (const [table, frame] of Object.entries(tables.tables)) {
    const rows = await readOurs(ours.tables.get(table));
    count += Math.max(frame.rows, rows.length);
    found.push(...differences(rowsOf(frame), rows, table));
    const origin = [...(ours.tables.get(table)?.metadata.origin ?? [])].sort();
    count++;
    if (!equal(origin, tables.origins[table])) {
      found.push({ name: `${table} origin`, python: tables.origins[table], ours: origin });
    }
  }
  report.group(name, count, found);
}

/** Rows of both tables without their ids, named by what they are about. */
function contents({ tables }: PythonTables): Row[] {
  const sessions = tables["sessions"] === undefined ? [] : rowsOf(tables["sessions"]);
  const names = new Map(
    sessions.map((it) => [it["id"], `${it["lab"]}/${it["subject"]}/${it["date"]}/${it["number"]}`] as const),
  );
  const datasets = tables["datasets"] === undefined ? [] : rowsOf(tables["datasets"]);
  const rows = [
    ...sessions.map(({ id, ...row }): Row => ({ key: names.get(id), ...row })),
    ...datasets.map(({ id: _, eid, ...row }): Row => ({ key: `${names.get(eid)} ${row["rel_path"]}`, ...row })),
  ];
  return rows.sort((a, b) => (String(a["key"]) < String(b["key"]) ? -1 : 1));
}

/** Folders of one run. */
export interface TableFolders {
  readonly data: string;
  readonly python: string;
  readonly ours: string;
  /** Tables with some rows changed, made by Python. */
  readonly varied: string;
  /** The tables of an old release, made by Python. */
  readonly old: string;
  readonly mergedByPython: string;
  readonly mergedByUs: string;
  readonly savedByUs: string;
}

/** Index the same folder on both sides; what Python reads from both must be the same but for the ids. */
export async function compareIndexing(python: PythonServer, folders: TableFolders, report: Report): Promise<void> {
  await python.request("index_folder", { root: folders.data, out_dir: folders.python, hash_files: true });
  await indexFolder(folders.data, { outDir: folders.ours, hashFiles: true });
  const theirs = await readPython(python, folders.python);
  const ours = await readPython(python, folders.ours);
  const [a, b] = [contents(theirs), contents(ours)];
  report.group(
    "sessions and datasets of a folder, indexed by Python and by us",
    a.length,
    differences(a, b, "content"),
  );
  const types = Object.entries(theirs.types).map(([table, python]) => ({
    name: table,
    python,
    ours: ours.types[table],
  }));
  report.group(
    "column types of our tables in pandas",
    types.length,
    types.filter((it) => !equal(it.python, it.ours)),
  );
  await compareRows(ours, await loadTablesFrom(folders.ours), "our tables, opened by Python and by us", report);
  await compareRows(
    theirs,
    await loadTablesFrom(folders.python),
    "Python's tables, opened by Python and by us",
    report,
  );
}

/** Tables of other shapes: with columns more and less, of old releases, merged, and saved again by us. */
export async function compareChanges(python: PythonServer, folders: TableFolders, report: Report): Promise<void> {
  await python.request("vary", { tables_dir: folders.ours, out_dir: folders.varied, seed: 3 });
  await python.request("write_old", { tables_dir: folders.python, out_dir: folders.old });
  for (const [folder, name] of [
    [folders.varied, "tables with other columns"],
    [folders.old, "tables of an old release"],
  ] as const) {
    await compareRows(
      await readPython(python, folder),
      await loadTablesFrom(folder),
      `${name}, opened by both`,
      report,
    );
  }
  const merged = (await python.request("merge", {
    tables_dirs: [folders.ours, folders.varied],
    out_dir: folders.mergedByPython,
  })) as PythonTables;
  const changes = await loadTablesFrom(folders.varied);
  const now = new Date();
  const ours = await mergeTables(await loadTablesFrom(folders.ours), Object.fromEntries(changes.tables), {
    now,
    origin: "merged",
    compat: true,
  });
  await compareRows(merged, ours.tables, "tables merged by Python and by us", report);
  await saveTables(folders.mergedByUs, ours.tables, { clobber: true, now });
  const reread = await readPython(python, folders.mergedByUs);
  await compareRows(reread, ours.tables, "tables merged and saved by us, opened by Python", report);
  await compareRows(
    merged,
    await loadTablesFrom(folders.mergedByPython),
    "tables saved by Python, opened by us",
    report,
  );
  const original = await loadTablesFrom(folders.python);
  await saveTables(folders.savedByUs, original, { clobber: true, now });
  await compareRows(await readPython(python, folders.savedByUs), original, "Python's tables, saved by us", report);
}

/** The sessions in the tables of a folder, with the paths of their datasets; those without any are left out. */
export async function readSessions(python: PythonServer, folder: string): Promise<readonly QuerySession[]> {
  const { tables } = await readPython(python, folder);
  const paths = new Map<unknown, string[]>();
  for (const { eid, rel_path: relPath } of rowsOf(tables["datasets"] as Frame)) {
    const known = paths.get(eid);
    if (known === undefined) paths.set(eid, [relPath as string]);
    else known.push(relPath as string);
  }
  return rowsOf(tables["sessions"] as Frame).flatMap(({ id, lab, subject, date, number }) => {
    const session = { eid: id, lab, subject, date, number } as Omit<QuerySession, "paths">;
    const found = paths.get(id);
    return found === undefined ? [] : [{ ...session, paths: found }];
  });
}
