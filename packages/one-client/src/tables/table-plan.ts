import { TableIndexError } from "./errors.ts";

/** Where a column of a table comes from: a column of its file, two that hold an id as integers, or the same in all rows. */
export type ColumnSource =
  | { readonly kind: "file"; readonly column: string }
  | { readonly kind: "int-pair"; readonly first: string; readonly second: string }
  | { readonly kind: "qc-not-set" };

/** How a table of the present form is had from a file of whatever age. */
export interface TablePlan {
  readonly indexNames: readonly string[];
  /** By name, in the order of the file. */
  readonly columns: ReadonlyMap<string, ColumnSource>;
}

/** What is known of a file before any column is read. */
export interface TableFacts {
  readonly table: string;
  /** Columns of the file, in order. */
  readonly columnNames: readonly string[];
  /** The columns that pandas kept as row index; `undefined` if rows are only numbered. */
  readonly pandasIndex: readonly string[] | undefined;
  /** Oldest version of ONE that the table was made for. */
  readonly minApiVersion: string | undefined;
}

/**
 * Find the index of a table, and bring old forms up to date: ids as pairs of integers become text, `project` becomes
 * `projects`, datasets without `qc` are all `NOT_SET`, and `session_path` is left out.
 *
 * @throws {@link TableIndexError} if no column can be the index, or one of a pair is missing.
 * @see Source: `load_tables`, `patch_tables` and `_cache_int2str` in ONE, `one/alf/cache.py`.
 */
export function planTable(facts: TableFacts): TablePlan {
  const pandasIndex = facts.pandasIndex ?? facts.columnNames.filter((column) => column.includes("id")).toSorted();
  const unknown = pandasIndex.some((column) => !facts.columnNames.includes(column));
  if (pandasIndex.length === 0 || unknown) throw new TableIndexError(facts.table, facts.columnNames);
  const isPaired = pandasIndex.length > 1 && pandasIndex.some((column) => column.endsWith("_0"));
  const columns: Map<string, ColumnSource> = isPaired
    ? pairedColumns(facts)
    : new Map(facts.columnNames.map((column) => [column, { kind: "file", column }]));
  const indexNames = isPaired
    ? [...columns.keys()].filter((name) => columns.get(name)?.kind === "int-pair")
    : pandasIndex;
  return { indexNames: isPaired ? indexNames.toSorted() : indexNames, columns: patched(columns, facts) };
}

function pairedColumns({ table, columnNames }: TableFacts): Map<string, ColumnSource> {
  const columns = new Map<string, ColumnSource>();
  for (const column of columnNames) {
    const [, name, digit] = /^(.*)_(\d)$/.exec(column) ?? [];
    if (name === undefined) {
      columns.set(column, { kind: "file", column });
      continue;
    }
    const other = `${name}_${digit === "0" ? 1 : 0}`;
    if ((digit !== "0" && digit !== "1") || !columnNames.includes(other)) throw new TableIndexError(table, columnNames);
    columns.set(name, { kind: "int-pair", first: `${name}_0`, second: `${name}_1` });
  }
  return columns;
}

function patched(
  columns: ReadonlyMap<string, ColumnSource>,
  { table, minApiVersion }: TableFacts,
): ReadonlyMap<string, ColumnSource> {
  const renamed = isBefore(minApiVersion, [1, 13]) && !columns.has("projects");
  const kept = Array.from(
    columns,
    ([name, source]) => [renamed && name === "project" ? "projects" : name, source] as const,
  );
  if (table !== "datasets") return new Map(kept);
  const current = new Map(kept.filter(([name]) => name !== "session_path"));
  if (isBefore(minApiVersion, [2, 7]) && !current.has("qc")) current.set("qc", { kind: "qc-not-set" });
  return current;
}

/** True if a version like `"2.7.0"` is older than `[major, minor]`; no version is the oldest. */
function isBefore(version: string | undefined, [major, minor]: readonly [number, number]): boolean {
  const [, ownMajor = "0", ownMinor = "0"] = /^v?(\d+)(?:\.(\d+))?/.exec(version ?? "") ?? [];
  return Number(ownMajor) < major || (Number(ownMajor) === major && Number(ownMinor) < minor);
}
