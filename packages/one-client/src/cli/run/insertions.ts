import { type InsertionRecord } from "../../search/search-insertions.ts";
import { type SearchTerms } from "../../search/search-terms.ts";
import { interruptible } from "../interruptible.ts";
import { openCache } from "../open-cache.ts";
import { openRemote, type RemoteOptions } from "../open-remote.ts";
import { type Found, type FoundFormat, printFound } from "../output/print-found.ts";
import { moreTerms, wholeLimit } from "../search-options.ts";
import { type Terminal } from "../terminal.ts";

/** Options of `one insertions`. */
export interface InsertionsOptions extends RemoteOptions {
  readonly subject?: string;
  readonly lab?: string;
  readonly project?: string;
  readonly name?: string;
  readonly model?: string;
  readonly number?: string;
  readonly dataset?: string[];
  readonly term?: string[];
  readonly local?: boolean;
  readonly limit?: string;
  readonly ids?: boolean;
  readonly json?: boolean;
}

/** Do what `one insertions` says. Returns the exit code. */
export async function insertions(terminal: Terminal, options: InsertionsOptions): Promise<number> {
  const limit = wholeLimit(options.limit);
  const terms = searchTerms(options);
  return interruptible(terminal, async (signal) => {
    return printFound(terminal, await found(terminal, options, { terms, limit, signal }), options, FORMAT);
  });
}

async function found(
  terminal: Terminal,
  options: InsertionsOptions,
  {
    terms,
    limit,
    signal,
  }: { readonly terms: SearchTerms; readonly limit: number | undefined; readonly signal: AbortSignal },
): Promise<Found<InsertionRecord>> {
  if (options.local) {
    const all = await (await openCache(terminal, options, "ask the database, without --local")).searchInsertionDetails(
      terms,
    );
    return { records: all.slice(0, limit), total: all.length };
  }
  const { records } = await (await openRemote(terminal, options)).searchInsertionsLazy(terms, { signal });
  return { records: await records.slice(0, limit), total: records.length };
}

/** A record whose objects and lists, which tables hold as JSON text, are objects and lists. */
function nested(record: InsertionRecord): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, parsed(value)]));
}

function parsed(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

const FORMAT: FoundFormat<InsertionRecord> = {
  noun: "insertion",
  id: ({ id }) => id,
  json: nested,
  columns: [
    { heading: "pid", isWhole: true },
    { heading: "date", isWhole: true, isOptional: true },
    { heading: "number", isNumber: true, isOptional: true },
    { heading: "subject", isWhole: true },
    { heading: "name", isWhole: true },
    { heading: "model", isOptional: true },
    { heading: "eid", isWhole: true, isOptional: true },
  ],
  cells: (r) => [r.id, r["date"], r["number"], r["subject"], r.name, r["model"], r.eid],
};

function searchTerms(options: InsertionsOptions): SearchTerms {
  const { subject, lab, project, name, model, number, dataset } = options;
  const named = options.local ? { projects: project } : { project };
  return { subject, laboratory: lab, ...named, name, model, number, datasets: dataset, ...moreTerms(options.term) };
}
