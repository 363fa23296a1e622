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
  const sessions = await one.searchDetails();
  const tables = [...one.tables.values()].map(({ name, numRows, metadata }) => ({
    name,
    rows: numRows,
    created: metadata.dateCreated,
    modified: metadata.dateModified,
    origin: [...metadata.origin],
  }));
  const dates = sessions.flatMap((session) => session.date ?? []).sort();
  const months = monthCounts(dates);
  const labs = new Set(sessions.flatMap((session) => session.lab ?? []));
  const subjects = await one.listSubjects();
  if (options.json) {
    print(
      terminal,
      toJson({
        cacheDir: one.cacheDir,
        tables,
        labs: [...labs].sort(),
        subjects: subjects.length,
        months: Object.fromEntries(months),
      }),
    );
    return 0;
  }
  const line = (name: string, value: string): void => print(terminal, `${name.padEnd(12)} ${value}`);
  line("cache folder", one.cacheDir);
  for (const table of tables) {
    const age =
      table.modified === undefined ? `made ${table.created}` : `made ${table.created}, changed ${table.modified}`;
    line(
      table.name,
      `${table.rows.toLocaleString("en")} rows, ${age}${table.origin.length > 0 ? `, from ${table.origin.join(", ")}` : ""}`,
    );
  }
  line("labs", [...labs].sort().join(", ") || "none named");
  line("subjects", `${subjects.length}: ${subjects.slice(0, 8).join(", ")}${subjects.length > 8 ? " …" : ""}`);
  if (dates.length > 0)
    line("by month", `${dates[0]?.slice(0, 7)} ${sparkline([...months.values()])} ${dates.at(-1)?.slice(0, 7)}`);
  return 0;
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
