import { type SearchDate, type SearchTerms } from "../../search/search-terms.ts";
import { type CacheOptions, openCache } from "../open-cache.ts";
import { formatTable } from "../output/table.ts";
import { count } from "../output/units.ts";
import { print, remark, type Terminal, tableWidth, toJson } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";

/** Options of `one search`. */
export interface SearchOptions extends CacheOptions {
  readonly subject?: string[];
  readonly lab?: string[];
  readonly project?: string[];
  readonly taskProtocol?: string[];
  readonly number?: string[];
  readonly dateRange?: string[];
  readonly dataset?: string[];
  readonly qc?: string;
  readonly limit?: string;
  readonly ids?: boolean;
  readonly json?: boolean;
}

/** Do what `one search` says. Returns the exit code. */
export async function search(terminal: Terminal, options: SearchOptions): Promise<number> {
  const limit = options.limit === undefined ? undefined : Number(options.limit);
  if (limit !== undefined && !(Number.isInteger(limit) && limit > 0)) {
    throw new UsageError(`--limit takes a whole number above 0, not "${options.limit}"`);
  }
  const terms = searchTerms(options);
  const one = await openCache(terminal, options);
  if (options.ids) {
    const eids = (await one.search(terms)).slice(0, limit);
    print(terminal, options.json ? toJson(eids) : eids.map((eid) => `${eid}\n`).join(""));
    return eids.length > 0 ? 0 : 1;
  }
  const records = await one.searchDetails(terms);
  const shown = records.slice(0, limit);
  if (options.json) {
    print(terminal, toJson(shown));
    return shown.length > 0 ? 0 : 1;
  }
  if (shown.length === 0) {
    remark(terminal, "No session matches.");
    return 1;
  }
  const rows = shown.map((r) =>
    [r.eid, r.date, r.number, r.subject, r.lab, r.task_protocol, r.projects].map((cell) => String(cell ?? "")),
  );
  print(terminal, formatTable(COLUMNS, rows, tableWidth(terminal)));
  remark(
    terminal,
    shown.length < records.length
      ? `${count(shown.length, "session")} of ${records.length}`
      : count(shown.length, "session"),
  );
  return 0;
}

const COLUMNS = [
  { heading: "eid", isWhole: true },
  { heading: "date", isWhole: true },
  { heading: "number", isNumber: true },
  { heading: "subject" },
  { heading: "lab" },
  { heading: "task_protocol" },
  { heading: "projects" },
];

function searchTerms(options: SearchOptions): SearchTerms {
  return {
    subject: options.subject,
    laboratory: options.lab,
    projects: options.project,
    task_protocol: options.taskProtocol,
    number: options.number,
    date_range: options.dateRange === undefined ? undefined : dateRange(options.dateRange),
    datasets: options.dataset,
    dataset_qc_lte: options.qc,
  };
}

/** `A`, `A B`, or `A..B`; `-` and an empty side of `..` are open bounds. */
function dateRange(values: readonly string[]): SearchDate | readonly [SearchDate | null, SearchDate | null] {
  const parts = values.length === 1 ? (values[0] ?? "").split("..") : values;
  const bound = (text: string | undefined): SearchDate | null =>
    text === undefined || text === "" || text === "-" ? null : text;
  if (parts.length === 1 && parts[0]) return parts[0];
  if (parts.length !== 2)
    throw new UsageError(`--date-range takes one day, or a first and a last one, not ${values.length} values`);
  return [bound(parts[0]), bound(parts[1])];
}
