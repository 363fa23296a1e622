import { type One } from "../../one.ts";
import { type CacheOptions, openCache } from "../open-cache.ts";
import { sparkline } from "../output/sparkline.ts";
import { print, type Terminal, toJson } from "../terminal.ts";

/** Options of `one info`. */
export interface InfoOptions extends CacheOptions {
  readonly json?: boolean;
}

/** Do what `one info` says. Returns the exit code. */
export async function info(terminal: Terminal, options: InfoOptions): Promise<number> {
  const one = await openCache(terminal, options);
  const facts = await factsOf(one);
  if (options.json) print(terminal, toJson({ ...facts, subjects: facts.subjects.length }));
  else printFacts(terminal, facts);
  return 0;
}

/** What the tables hold. */
interface CacheFacts {
  readonly cacheDir: string;
  readonly tables: readonly TableFacts[];
  readonly labs: readonly string[];
  readonly subjects: readonly string[];
  /** Sessions by month, `YYYY-MM`, from the first to the last. */
  readonly months: ReadonlyMap<string, number>;
}

interface TableFacts {
  readonly name: string;
  readonly rows: number;
  readonly created: string | undefined;
  readonly modified: string | undefined;
  readonly origin: readonly string[];
}

async function factsOf(one: One): Promise<CacheFacts> {
  const sessions = await one.searchDetails();
  const tables = [...one.tables.values()].map(({ name, numRows, metadata }) => ({
    name,
    rows: numRows,
    created: metadata.dateCreated,
    modified: metadata.dateModified,
    origin: [...metadata.origin],
  }));
  return {
    cacheDir: one.cacheDir,
    tables,
    labs: [...new Set(sessions.flatMap((session) => session.lab || []))].sort(),
    subjects: await one.listSubjects(),
    months: monthCounts(sessions.flatMap((session) => session.date ?? []).sort()),
  };
}

function printFacts(terminal: Terminal, { cacheDir, tables, labs, subjects, months }: CacheFacts): void {
  const line = (name: string, value: string): void => print(terminal, `${name.padEnd(12)} ${value}`);
  line("cache folder", cacheDir);
  for (const { name, rows, created, modified, origin } of tables) {
    const changed = modified === undefined ? "" : `, changed ${modified}`;
    const from = origin.length > 0 ? `, from ${origin.join(", ")}` : "";
    line(name, `${rows.toLocaleString("en")} rows, made ${created}${changed}${from}`);
  }
  line("labs", labs.join(", ") || "none named");
  line("subjects", `${subjects.length}: ${subjects.slice(0, 8).join(", ")}${subjects.length > 8 ? " …" : ""}`);
  const names = [...months.keys()];
  if (names.length > 0) line("by month", `${names[0]} ${sparkline([...months.values()])} ${names.at(-1)}`);
}

/** Sessions in each month from the first to the last, empty months included. */
function monthCounts(dates: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  const [first, last] = [dates[0]?.slice(0, 7), dates.at(-1)?.slice(0, 7)];
  if (first === undefined || last === undefined) return counts;
  let [year, month] = first.split("-").map(Number) as [number, number];
  for (let key = first; key <= last; key = `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}`) {
    counts.set(key, 0);
    month = month === 12 ? 1 : month + 1;
    if (month === 1) year += 1;
  }
  for (const date of dates) counts.set(date.slice(0, 7), (counts.get(date.slice(0, 7)) ?? 0) + 1);
  return counts;
}
