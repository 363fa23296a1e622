import { relPathParts } from "@neurophys/alf";
import { type DatasetRecord } from "../../listing/records.ts";
import { openData } from "../open-data.ts";
import { type RemoteOptions } from "../open-remote.ts";
import { bar } from "../output/sparkline.ts";
import { formatTable } from "../output/table.ts";
import { count, formatBytes } from "../output/units.ts";
import { print, type Terminal, tableWidth, toJson } from "../terminal.ts";

/** Options of `one show`. */
export interface ShowOptions extends RemoteOptions {
  readonly json?: boolean;
}

/** Datasets that share something: how many, how large. */
interface Group {
  readonly name: string;
  count: number;
  bytes: number;
}

const BAR_COLUMNS = 20;

/** Do what `one show` says. Returns the exit code. */
export async function show(terminal: Terminal, eid: string, options: ShowOptions): Promise<number> {
  const one = await openData(terminal, options);
  const { session, datasets } = await one.getFullDetails(eid);
  const part = (name: "collection" | "object" | "revision") => (record: DatasetRecord) =>
    relPathParts(record.rel_path)[name] ?? "";
  const groups = {
    collection: group(datasets, part("collection")),
    object: group(datasets, part("object")),
    revision: group(datasets, part("revision")),
    qc: group(datasets, (record) => record.qc ?? "NOT_SET"),
  };
  if (options.json) {
    print(terminal, toJson({ session, datasets: datasets.length, ...groups }));
    return 0;
  }
  const fields = Object.entries(session).filter(([, value]) => value !== null && value !== "");
  print(terminal, fields.map(([name, value]) => `${name.padEnd(14)} ${String(value)}`).join("\n"));
  const bytes = datasets.reduce((sum, record) => sum + Number(record.file_size ?? 0), 0);
  const missing = datasets.filter((record) => !record.exists).length;
  print(
    terminal,
    `${"datasets".padEnd(14)} ${count(datasets.length, "file")}, ${formatBytes(bytes)}${missing > 0 ? `, ${missing} not on disk` : ""}`,
  );
  for (const [heading, rows] of Object.entries(groups)) {
    if (rows.length === 0) continue;
    if (heading === "revision" && rows.every((row) => row.name === "")) continue;
    print(terminal, `\n${groupTable(heading, rows, tableWidth(terminal))}`);
  }
  return 0;
}

function group(records: readonly DatasetRecord[], key: (record: DatasetRecord) => string): Group[] {
  const groups = new Map<string, Group>();
  for (const record of records) {
    const name = key(record);
    const entry = groups.get(name) ?? { name, count: 0, bytes: 0 };
    entry.count += 1;
    entry.bytes += Number(record.file_size ?? 0);
    groups.set(name, entry);
  }
  return [...groups.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What a group without a name is, by what it is grouped by. */
const UNNAMED: Readonly<Record<string, string>> = {
  collection: "(session folder)",
  object: "(no ALF name)",
  revision: "(none)",
};

function groupTable(heading: string, groups: readonly Group[], width: number | undefined): string {
  const largest = Math.max(...groups.map((entry) => entry.count), 0);
  const columns = [
    { heading },
    { heading: "files", isNumber: true },
    { heading: "" },
    { heading: "size", isNumber: true },
  ];
  const rows = groups.map((entry) => [
    entry.name === "" ? (UNNAMED[heading] ?? "") : entry.name,
    String(entry.count),
    bar(entry.count, largest, BAR_COLUMNS).padEnd(BAR_COLUMNS),
    formatBytes(entry.bytes),
  ]);
  return formatTable(columns, rows, width);
}
