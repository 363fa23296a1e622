import { validateQc } from "@neurophys/alf";
import { type OneAlyx } from "../../alyx/index.ts";
import { type SessionRecord } from "../../listing/records.ts";
import { type SearchDate, type SearchTerms } from "../../search/search-terms.ts";
import { interruptible } from "../interruptible.ts";
import { openCache } from "../open-cache.ts";
import { openRemote, type RemoteOptions } from "../open-remote.ts";
import { type Found, type FoundFormat, printFound } from "../output/print-found.ts";
import { moreTerms, oneOrMany, wholeLimit } from "../search-options.ts";
import { type Terminal } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";

/** Options of `one search`. */
export interface SearchOptions extends RemoteOptions {
  readonly subject?: string[];
  readonly lab?: string[];
  readonly project?: string[];
  readonly taskProtocol?: string[];
  readonly number?: string[];
  readonly dateRange?: string[];
  readonly dataset?: string[];
  readonly qc?: string;
  readonly term?: string[];
  readonly limit?: string;
  readonly ids?: boolean;
  readonly json?: boolean;
}

/** Do what `one search` says. Returns the exit code. */
export async function search(terminal: Terminal, options: SearchOptions): Promise<number> {
  const limit = wholeLimit(options.limit);
  const terms = options.remote ? remoteTerms(options) : searchTerms(options);
  return interruptible(terminal, async (signal) => {
    return printFound(terminal, await found(terminal, options, { terms, limit, signal }), options, FORMAT);
  });
}

/** The sessions to show, and how many there are: of a database only the pages that are shown are asked for. */
async function found(
  terminal: Terminal,
  options: SearchOptions,
  {
    terms,
    limit,
    signal,
  }: { readonly terms: SearchTerms; readonly limit: number | undefined; readonly signal: AbortSignal },
): Promise<Found<SessionRecord>> {
  if (options.remote) {
    const one = await openRemote(terminal, options);
    const { records } = await one.searchLazy(terms, { signal });
    const remarks = records.length > 0 ? [] : await remarksOnSubjects(one, options.subject ?? [], signal);
    return { records: await records.slice(0, limit), total: records.length, remarks };
  }
  const all = await (await openCache(terminal, options, "ask the database with --remote")).searchDetails(terms);
  return { records: all.slice(0, limit), total: all.length };
}

/** Where nothing was found: that other terms do not fit is another matter than a name mistyped. */
async function remarksOnSubjects(one: OneAlyx, subjects: readonly string[], signal: AbortSignal): Promise<string[]> {
  const remarks: string[] = [];
  for (const subject of subjects) {
    try {
      const { records } = await one.searchLazy({ subject }, { signal });
      if (records.length > 0) continue;
      remarks.push(
        `No session of ${JSON.stringify(subject)} at all; "one list --subjects --remote" names the subjects.`,
      );
    } catch {
      signal.throwIfAborted();
      // A remark is not worth failing for: the answer is there.
      return [];
    }
  }
  return remarks;
}

const FORMAT: FoundFormat<SessionRecord> = {
  noun: "session",
  id: ({ eid }) => eid,
  json: (record) => record,
  columns: [
    { heading: "eid", isWhole: true },
    { heading: "date", isWhole: true },
    { heading: "number", isNumber: true, isOptional: true },
    { heading: "subject", isWhole: true },
    { heading: "lab", isOptional: true },
    { heading: "task_protocol", isOptional: true },
    { heading: "projects", isOptional: true },
  ],
  cells: (r) => [r.eid, r.date, r.number, r.subject, r.lab, r.task_protocol, r.projects],
};

/** Options of which a database takes one value, as they are typed. */
const ONE_VALUE = {
  subject: "--subject",
  lab: "--lab",
  project: "--project",
  taskProtocol: "--task-protocol",
  number: "--number",
} as const;

/** Terms for a database: one value is no list there, and what it knows beside ours is passed on. */
function remoteTerms(options: SearchOptions): SearchTerms {
  for (const name of Object.keys(ONE_VALUE) as (keyof typeof ONE_VALUE)[]) {
    if ((options[name]?.length ?? 0) < 2) continue;
    throw new UsageError(`A database takes one value of ${ONE_VALUE[name]}, not several: ask for each`);
  }
  if (options.qc !== undefined) validateQc(options.qc);
  const terms = Object.entries(searchTerms({ ...options, term: [] })).map(
    ([name, value]) => [name, Array.isArray(value) && name !== "date_range" ? oneOrMany(value) : value] as const,
  );
  return { ...Object.fromEntries(terms), ...moreTerms(options.term) };
}

function searchTerms(options: SearchOptions): SearchTerms {
  const wrong = options.number?.find((text) => !/^\d+$/.test(text));
  if (wrong !== undefined) throw new UsageError(`--number takes the number of a session, not "${wrong}"`);
  if (options.term !== undefined && options.term.length > 0) throw new UsageError("--term needs --remote");
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
  const bound = (text: string | undefined): SearchDate | null => {
    if (text === undefined || text === "" || text === "-") return null;
    if (/^\d{4}(?:-|$)/.test(text)) return text;
    // 09/05/2024 is September to some and May to others.
    throw new UsageError(`--date-range takes days such as 2024-05-06, not "${text}"`);
  };
  if (parts.length === 1 && parts[0]) return bound(parts[0]) as SearchDate;
  if (parts.length !== 2)
    throw new UsageError(`--date-range takes one day, or a first and a last one, not ${values.length} values`);
  const [first, last] = [bound(parts[0]), bound(parts[1])];
  if (first !== null && last !== null && String(first).slice(0, 10) > String(last).slice(0, 10)) {
    throw new UsageError(`--date-range takes the first day before the last, not "${first}" before "${last}"`);
  }
  return [first, last];
}
