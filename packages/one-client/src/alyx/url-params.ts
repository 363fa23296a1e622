import { pythonText, type QueryValue } from "./python-text.ts";

/** Parameters of a URL's query by name; a list stands for one name given several times. */
export type UrlParams = Readonly<Record<string, QueryValue>>;

interface SplitUrl {
  readonly address: string;
  readonly query: string;
  readonly fragment: string;
}

/** Percent-decode; bytes that are no UTF-8 become U+FFFD and broken escapes stay, as in `urllib.parse.unquote`. */
function unquote(text: string): string {
  return text.replace(/(?:%[0-9a-fA-F]{2})+/g, (escapes) => {
    const bytes = Uint8Array.from(escapes.slice(1).split("%"), (hex) => Number.parseInt(hex, 16));
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  });
}

/** Percent-encode a query's name or value: all but letters, digits and `_.-~`; a space becomes `+`. */
function quotePlus(text: string): string {
  const encoded = encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\ufffd"));
  return encoded
    .replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%20/g, "+");
}

function splitUrl(url: string): SplitUrl {
  const clean = url.replace(/^[\0-\x20]+/, "").replace(/[\t\r\n]/g, "");
  const [beforeFragment = "", ...fragment] = clean.split("#");
  const [address = "", ...query] = beforeFragment.split("?");
  return {
    address: address.replace(/^[a-zA-Z][a-zA-Z0-9+.-]*:/, (scheme) => scheme.toLowerCase()),
    query: query.join("?"),
    fragment: fragment.join("#"),
  };
}

function parseQuery(query: string): Map<string, QueryValue> {
  const params = new Map<string, string[]>();
  for (const field of query.split("&")) {
    const equals = field.indexOf("=");
    if (equals < 0 || equals === field.length - 1) continue;
    const name = unquote(field.slice(0, equals).replaceAll("+", " "));
    const value = unquote(field.slice(equals + 1).replaceAll("+", " "));
    const values = params.get(name);
    if (values === undefined) params.set(name, [value]);
    else values.push(value);
  }
  return params;
}

function encodeParam([name, value]: readonly [string, QueryValue]): string[] {
  const values = Array.isArray(value) ? (value as readonly QueryValue[]) : [value];
  return values.map((one: QueryValue) => `${quotePlus(name)}=${quotePlus(pythonText(one))}`);
}

/**
 * A URL with parameters of its query added or replaced, and the whole query percent-encoded.
 *
 * Parameters without a value are dropped. The URL is decoded first, so that an encoded `#` in its query becomes the
 * start of the fragment: give such values in `params`. Values are written as Python does: `True`, `None`.
 *
 * @param url - Absolute or relative URL, e.g. `"/sessions?subject=KS005"`.
 * @param params - New values; a name already in the query keeps its place.
 * @see Source: `update_url_params` in ONE, `one/webclient.py`; no difference.
 */
export function updateUrlParams(url: string, params: UrlParams): string {
  const { address, query, fragment } = splitUrl(unquote(url));
  const merged = parseQuery(query);
  for (const [name, value] of Object.entries(params)) merged.set(name, value);
  const encoded = [...merged].flatMap(encodeParam).join("&");
  return address + (encoded === "" ? "" : `?${encoded}`) + (fragment === "" ? "" : `#${fragment}`);
}
