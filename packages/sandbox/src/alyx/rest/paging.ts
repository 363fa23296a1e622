import { type Page, type ServedRecord } from "../resource/read-records.ts";

/** Records of a page unless a limit is given. */
const DEFAULT_LIMIT = 250;
/** Most records of a page. */
const MAX_LIMIT = 1000;

/** Which part of a list a query asks for. */
export interface PageWindow {
  readonly limit: number;
  readonly offset: number;
}

/** The part of a list that a query asks for: what is no positive number counts as not given. */
export function pageWindow(query: URLSearchParams): PageWindow {
  const limit = wholeNumber(query.get("limit"));
  const offset = wholeNumber(query.get("offset"));
  return {
    limit: limit === undefined || limit === 0 ? DEFAULT_LIMIT : Math.min(limit, MAX_LIMIT),
    offset: offset ?? 0,
  };
}

function wholeNumber(text: string | null): number | undefined {
  const number = text !== null && /^\s*\+?\d+\s*$/.test(text) ? Number(text) : undefined;
  return number !== undefined && Number.isSafeInteger(number) ? number : undefined;
}

/** A query as Python writes it: spaces as `+`, everything but letters, digits and `_.-~` escaped. */
function queryText(pairs: readonly (readonly [string, string])[]): string {
  const escaped = (text: string): string =>
    encodeURIComponent(text)
      .replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)
      .replaceAll("%20", "+");
  return pairs.map(([name, value]) => `${escaped(name)}=${escaped(value)}`).join("&");
}

/** The address of another part of the same list: its parameters sorted by name. */
function addressOf(url: URL, origin: string, changes: Readonly<Record<string, string | undefined>>): string {
  const kept = [...url.searchParams].filter(([name, value]) => !(name in changes) && value !== "");
  const set = Object.entries(changes).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  const pairs = [...kept, ...set].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const query = queryText(pairs);
  return `${origin}${url.pathname}${query === "" ? "" : `?${query}`}`;
}

/** A part of a list as it is served. */
export interface PagedAnswer {
  readonly count: number;
  readonly next: string | null;
  readonly previous: string | null;
  readonly results: readonly ServedRecord[];
}

/** A page with the addresses of the next and the one before. */
export function pagedAnswer(
  { count, results }: Page,
  { limit, offset }: PageWindow,
  { url, origin }: { url: URL; origin: string },
): PagedAnswer {
  const at = (start: number): string =>
    addressOf(url, origin, { limit: String(limit), offset: start <= 0 ? undefined : String(start) });
  return {
    count,
    next: offset + limit >= count ? null : at(offset + limit),
    previous: offset <= 0 ? null : at(offset - limit),
    results,
  };
}
