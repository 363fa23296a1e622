import { type JsonValue } from "@neurophys/alf";
import { type RestRecord } from "../../alyx/alyx-rest.ts";
import { type PagedList } from "../../alyx/client/paged-list.ts";
import { actionInfo, endpointOf } from "../../alyx/client/rest-call.ts";
import { fieldNames } from "../../alyx/client/rest-schema.ts";
import { isRecord } from "../../alyx/record-field.ts";
import { nearNames } from "../../listing/near-names.ts";
import { type DatabaseOptions } from "../database-identity.ts";
import { interruptible } from "../interruptible.ts";
import { type Database, openDatabase } from "../open-database.ts";
import { printFields } from "../output/fields.ts";
import { createProgress } from "../output/progress.ts";
import { picked, recordFields, recordTable } from "../output/record-table.ts";
import { openPrompts } from "../prompts.ts";
import { print, remark, type Terminal, tableWidth, toJson } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";
import { showEndpoint, showEndpoints } from "./rest-endpoints.ts";
import { listParams, type RestRequest, recordToSend, restRequest } from "./rest-request.ts";

/** Options of `one rest`. */
export interface RestCommandOptions extends DatabaseOptions {
  readonly id?: string;
  readonly data?: string;
  readonly all?: boolean;
  readonly limit?: string;
  readonly fields?: readonly string[];
  /** False with `--no-cache`. */
  readonly cache?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** Records of a list that are shown unless more are asked for. */
const USUAL_LIMIT = 100;
/** Records that are asked for at once. */
const PAGE = 250;

/** What the functions of this file share. */
interface Call {
  readonly terminal: Terminal;
  readonly database: Database;
  readonly request: RestRequest & { readonly endpoint: string };
  readonly options: RestCommandOptions;
  readonly fields: readonly string[] | undefined;
  readonly signal: AbortSignal;
}

/** Do what `one rest` says. Returns the exit code. */
export async function rest(
  terminal: Terminal,
  words: readonly (string | undefined)[],
  options: RestCommandOptions,
): Promise<number> {
  const isList = options.all === true || options.limit !== undefined || options.fields !== undefined;
  const request = restRequest(words, { id: options.id, isList });
  const limit = limitOf(options, request);
  const fields = options.fields?.flatMap((names) => names.split(",")).filter((name) => name !== "");
  return await interruptible(terminal, async (signal) => {
    const { endpoint, action } = request;
    const database = await openDatabase(terminal, options);
    if (endpoint === undefined) return await showEndpoints(terminal, database.alyx, { json: options.json, signal });
    const call: Call = { terminal, database, request: { ...request, endpoint }, options, fields, signal };
    if (action === undefined) {
      return await showEndpoint(terminal, database.alyx, { endpoint, json: options.json, signal });
    }
    if (action === "list") return await list(call, limit);
    if (action === "delete") return await remove(call);
    return await readOrWrite(call, action);
  });
}

/** How many records are shown; the parameter `limit`, which is the size of a page for the database, counts as one too. */
function limitOf({ all, limit }: RestCommandOptions, { action, fields }: RestRequest): number {
  if (limit !== undefined && all) throw new UsageError("--limit and --all exclude each other");
  if (all) return Number.POSITIVE_INFINITY;
  const text = limit ?? (action === "list" ? fields["limit"] : undefined);
  if (text === undefined) return USUAL_LIMIT;
  const count = Number(text);
  if (Number.isInteger(count) && count > 0) return count;
  throw new UsageError(`--limit takes a whole number above 0, not ${JSON.stringify(text)}`);
}

async function list(call: Call, limit: number): Promise<number> {
  const { terminal, request, options, fields, signal } = call;
  const { alyx } = call.database;
  const { endpoint } = request;
  const known = fieldNames(actionInfo(await alyx.schema({ signal }), endpointOf(endpoint), "list").info);
  const given = listParams(request);
  const page = known.includes("limit") && given["limit"] === undefined && Number.isFinite(limit);
  const params = page ? { ...given, limit: Math.min(limit, PAGE) } : given;
  const found = await alyx.listPages(endpoint, params, { noCache: options.cache === false, signal });
  const shown = Math.min(limit, found.length);
  if (found.length === 0) {
    if (options.json) print(terminal, "[]");
    else remark(terminal, "No record matches.");
    return 1;
  }
  const width = tableWidth(terminal);
  if (options.json || width !== undefined) {
    const records = await collected(terminal, found, shown);
    if (options.json) print(terminal, toJson(records.map((record) => picked(record, fields))));
    else printTable(terminal, records, { fields, width });
  } else {
    for await (const record of firstOf(found, shown)) print(terminal, JSON.stringify(picked(record, fields)));
  }
  const first = await found.at(0);
  if (first !== undefined) sayUnknownFields(terminal, fields, first);
  const total = found.length.toLocaleString("en");
  if (shown < found.length)
    remark(terminal, `${shown.toLocaleString("en")} of ${total} records; --all gives all, --limit another number`);
  else if (width !== undefined && !options.json) remark(terminal, `${total} record${shown === 1 ? "" : "s"}`);
  return 0;
}

/** The first records of a list, page by page as they come. */
async function* firstOf(list: PagedList<RestRecord>, count: number): AsyncGenerator<RestRecord> {
  let left = count;
  for await (const page of list.pages()) {
    yield* page.slice(0, left);
    left -= page.length;
    if (left <= 0) return;
  }
}

/** The first records of a list, several pages at once, with a progress bar. */
async function collected(
  terminal: Terminal,
  list: PagedList<RestRecord>,
  count: number,
): Promise<readonly RestRecord[]> {
  const progress = createProgress("records", terminal.stderr);
  let done = Math.min(list.pageSize, count);
  const stop = list.onPage((page) => {
    done = Math.min(count, done + page.length);
    progress.update(done, count);
  });
  try {
    return await list.slice(0, count);
  } finally {
    stop();
    progress.stop();
  }
}

function printTable(
  terminal: Terminal,
  records: readonly RestRecord[],
  { fields, width }: { readonly fields: readonly string[] | undefined; readonly width: number | undefined },
): void {
  const { text, hidden } = recordTable(records, { fields, widthColumns: width });
  print(terminal, text);
  if (fields === undefined && hidden > 0) {
    remark(terminal, `${hidden} more field${hidden === 1 ? "" : "s"}: --fields names those to show, --json gives all`);
  }
}

/** Fields that somebody asked for and a record, one like all others, does not have. */
function sayUnknownFields(terminal: Terminal, fields: readonly string[] | undefined, record: RestRecord): void {
  const known = Object.keys(record);
  for (const name of fields?.filter((field) => !known.includes(field)) ?? []) {
    const near = nearNames(name, known);
    remark(terminal, `Records have no field "${name}"${near.length > 0 ? ` (there is ${near.join(", ")})` : ""}`);
  }
}

async function readOrWrite(call: Call, action: string): Promise<number> {
  const { terminal, request, options, signal } = call;
  const { alyx } = call.database;
  const { endpoint, id, fields: words } = request;
  const isRead = action === "read";
  if (isRead && Object.keys(words).length > 0) {
    throw new UsageError(`A record is read by its id alone, not by ${Object.keys(words).join(", ")} (expected --id)`);
  }
  const data = isRead ? undefined : await recordToSend(terminal, request, { data: options.data, signal });
  const noCache = options.cache === false;
  const answer = await alyx.rest(endpoint, action, id === undefined ? {} : { id }, { data, noCache, signal });
  printAnswer(call, answer);
  return 0;
}

function printAnswer({ terminal, options, fields }: Call, answer: JsonValue): void {
  const shown = isRecord(answer) ? picked(answer, fields) : answer;
  if (isRecord(answer)) sayUnknownFields(terminal, fields, answer);
  if (options.json || !isRecord(answer)) print(terminal, toJson(shown));
  else if (tableWidth(terminal) === undefined) print(terminal, JSON.stringify(shown));
  else
    printFields(
      terminal,
      recordFields(answer, fields).map(([name, text]) => [name, shortened(answer[name], text)]),
    );
}

/** Longer nested values flood a terminal. */
const LONGEST_NESTED = 300;

/** What stands for a nested value that is too long to be read. */
function shortened(value: JsonValue | undefined, text: string): string {
  if (text.length <= LONGEST_NESTED || typeof value !== "object" || value === null) return text;
  const size = Array.isArray(value) ? `${value.length} items` : `${Object.keys(value).length} fields`;
  return `${size}; --json gives all`;
}

async function remove({ terminal, database, request, options, signal }: Call): Promise<number> {
  const { endpoint, id } = request;
  const { alyx } = database;
  if (id !== undefined && !options.yes) {
    const prompts = await openPrompts(terminal, "nothing was deleted.");
    if (prompts === undefined) {
      throw new UsageError(`Deleting ${endpoint} ${id} is for good, and there is no terminal to ask at: add --yes`);
    }
    if (!(await prompts.confirm(`Delete ${endpoint} ${id} of ${alyx.baseUrl} for good?`, false))) {
      remark(terminal, "Nothing was deleted.");
      return 1;
    }
  }
  await alyx.rest(endpoint, "delete", id === undefined ? {} : { id }, { signal });
  if (options.json) print(terminal, toJson({ endpoint, id, deleted: true }));
  else remark(terminal, `Deleted ${endpoint} ${id}`);
  return 0;
}
