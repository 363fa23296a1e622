import { type JsonValue, type OnWarning } from "@neurophys/alf";
import { mapBounded } from "../../loading/map-bounded.ts";
import { type RestRecord } from "../alyx-rest.ts";
import { isRecord } from "../record-field.ts";

/** How many pages are asked for at once where all are wanted. */
const PAGES_AT_ONCE = 4;

/** One page of a list, as the database sends it. */
export interface ListPage {
  /** How many records match, on all pages. */
  readonly count: number;
  /** Address of the next page; null for the last one. */
  readonly next: string | null;
  /** The records of this page. */
  readonly results: readonly JsonValue[];
}

/** A page, if an answer is one. */
export function listPage(answer: JsonValue): ListPage | undefined {
  if (!isRecord(answer) || Object.keys(answer).length !== 4) return undefined;
  const { count, next, previous, results } = answer;
  const isPage = typeof count === "number" && Array.isArray(results) && previous !== undefined;
  if (!isPage || (next !== null && typeof next !== "string")) return undefined;
  return { count, next, results: results as readonly JsonValue[] };
}

/** What a {@link PagedList} is made of. */
export interface PagedListParts<T> {
  /** Path and query that the first page was asked for with. */
  readonly query: string;
  /** The first answer: a page, or a whole list. */
  readonly first: ListPage | readonly JsonValue[];
  /** Ask for another page, by `link` or `query` with other numbers in it. */
  readonly get: (query: string) => Promise<JsonValue>;
  /** Address of the second page as the database gives it; `query` stands in where there is none. */
  readonly link?: string | undefined;
  /** Check a record. */
  readonly parse: (record: JsonValue) => T;
  /** Told if the database changed between two pages. */
  readonly onWarning?: OnWarning | undefined;
}

function queryNumber(query: string, name: string): number {
  const text = new URLSearchParams(query.split("?")[1] ?? "").get(name) ?? "";
  return /^\d+$/.test(text) ? Number(text) : 0;
}

/** An address with other numbers in its query; the rest stays as it is encoded. */
function withNumbers(url: string, numbers: Readonly<Record<string, number>>): string {
  const [path = "", query = ""] = url.split("?");
  const fields = query === "" ? [] : query.split("&");
  for (const [name, value] of Object.entries(numbers)) {
    const index = fields.findIndex((field) => field.startsWith(`${name}=`));
    if (index < 0) fields.push(`${name}=${value}`);
    else fields[index] = `${name}=${value}`;
  }
  return `${path}?${fields.join("&")}`;
}

/**
 * The records that match, in the order of the database: pages are asked for when a record of theirs is wanted, and kept.
 *
 * Only the first page is there at once. `for await` gives all.
 *
 * @see Source: `_PaginatedResponse` in ONE, `one/webclient.py`. There a list that begins at an `offset` has wrong
 *   indices, and slices without begin fail.
 */
export class PagedList<T = RestRecord> implements AsyncIterable<T> {
  /** How many records there are, on all pages, from the first one asked for. */
  readonly length: number;
  readonly #parts: PagedListParts<T>;
  readonly #records: (T | undefined)[];
  readonly #pages: (Promise<void> | undefined)[];
  readonly #pageSize: number;
  readonly #start: number;
  readonly #listeners: ((records: readonly T[]) => void)[] = [];
  #isWarned = false;

  constructor(parts: PagedListParts<T>) {
    const { first } = parts;
    const page: ListPage = "results" in first ? first : { count: first.length, next: null, results: first };
    this.#parts = parts;
    this.#start = queryNumber(parts.query, "offset");
    this.length = Math.max(0, page.results.length === 0 ? 0 : page.count - this.#start);
    this.#pageSize = Math.max(1, page.results.length);
    this.#records = new Array<T | undefined>(this.length);
    this.#pages = new Array<Promise<void> | undefined>(Math.ceil(this.length / this.#pageSize));
    this.#pages[0] = Promise.resolve();
    this.#fill(0, page.results);
  }

  /** Records on a page. */
  get pageSize(): number {
    return this.#pageSize;
  }

  /**
   * One record.
   *
   * @param index - From 0; below 0 from the end.
   * @returns `undefined` beyond the ends, or if the record is gone since the first page came.
   */
  async at(index: number): Promise<T | undefined> {
    const i = index < 0 ? this.length + index : index;
    if (!Number.isInteger(i) || i < 0 || i >= this.length) return undefined;
    await this.#load(Math.floor(i / this.#pageSize));
    return this.#records[i];
  }

  /**
   * Some records, as `Array.prototype.slice` takes them.
   *
   * @param start - First one, from 0; below 0 from the end.
   * @param end - One after the last; below 0 from the end.
   */
  async slice(start = 0, end: number = this.length): Promise<readonly T[]> {
    const place = (index: number): number =>
      Math.min(this.length, Math.max(0, index < 0 ? this.length + index : index));
    const [from, to] = [place(start), place(end)];
    if (from >= to) return [];
    const first = Math.floor(from / this.#pageSize);
    const pages = Math.floor((to - 1) / this.#pageSize) - first + 1;
    await mapBounded(
      Array.from({ length: pages }, (_, i) => first + i),
      PAGES_AT_ONCE,
      (page) => this.#load(page),
    );
    return this.#present(from, to);
  }

  /** All records. Several pages are asked for at once. */
  async toArray(): Promise<readonly T[]> {
    return await this.slice();
  }

  /** All records, page by page. */
  async *pages(): AsyncGenerator<readonly T[], void, undefined> {
    for (let page = 0; page < this.#pages.length; page++) {
      await this.#load(page);
      yield this.#present(page * this.#pageSize, (page + 1) * this.#pageSize);
    }
  }

  /** All records, one by one. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for await (const page of this.pages()) yield* page;
  }

  /**
   * Be told the records of every page that is asked for from now on; not of those that are there.
   *
   * @returns What ends it.
   * @see Source: `_PaginatedResponse.add_callback` in ONE, `one/webclient.py`; there by weak reference.
   */
  onPage(listener: (records: readonly T[]) => void): () => void {
    this.#listeners.push(listener);
    return () => {
      const index = this.#listeners.indexOf(listener);
      if (index >= 0) this.#listeners.splice(index, 1);
    };
  }

  #present(from: number, to: number): readonly T[] {
    return this.#records.slice(from, to).filter((record): record is T & {} => record !== undefined);
  }

  #load(page: number): Promise<void> {
    this.#pages[page] ??= this.#ask(page).catch((error: unknown) => {
      // The next who wants it asks again.
      this.#pages[page] = undefined;
      throw error;
    });
    return this.#pages[page];
  }

  async #ask(page: number): Promise<void> {
    const { query, link, get, onWarning } = this.#parts;
    const offset = page * this.#pageSize;
    // The link that the database gave names the kept answer in Python.
    const place = { limit: this.#pageSize, offset: this.#start + offset };
    const answer = listPage(await get(withNumbers(link ?? query, place)));
    const isChanged = answer === undefined || answer.count - this.#start !== this.length;
    if (isChanged && !this.#isWarned) {
      this.#isWarned = true;
      const path = query.replace(/\?.*/s, "");
      const message = `Remote results for ${path} endpoint changed; results may be inconsistent`;
      onWarning?.({ code: "alyx/results-changed", category: "RuntimeWarning", message });
    }
    const records = this.#fill(offset, answer?.results ?? []);
    for (const listener of [...this.#listeners]) listener(records);
  }

  #fill(offset: number, results: readonly JsonValue[]): readonly T[] {
    const room = Math.min(this.#pageSize, this.length - offset);
    const records = results.slice(0, Math.max(0, room)).map((record) => this.#parts.parse(record));
    records.forEach((record, i) => {
      this.#records[offset + i] = record;
    });
    return records;
  }
}
