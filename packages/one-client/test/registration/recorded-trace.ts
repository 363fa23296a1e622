import { readFileSync } from "node:fs";
import { type JsonValue } from "@neurophys/alf";
import { type Asked, type Handler, type Reply } from "./loopback-alyx.ts";

/** A request of the reference's client, and what a real database answered. */
export interface Exchange {
  readonly method: string;
  readonly url: string;
  /** Body of the request; of a GET too, which the reference sends with one. */
  readonly body: JsonValue | undefined;
  readonly status: number;
  /** The answer as it was recorded: its beginning. */
  readonly answer: string;
}

const FOLDER = new URL("../../../../fixtures/alyx/", import.meta.url);

/** Lines of a recording. */
export function recordedLines(name: string): readonly string[] {
  return readFileSync(new URL(name, FOLDER), "utf8").split("\n");
}

/** The exchanges of some lines of a recording, in order. */
export function exchangesOf(lines: readonly string[]): readonly Exchange[] {
  return lines.flatMap((line, index) => {
    const [, method, url, body] = /^ +>> (\S+) (\S+) ?(.*)$/.exec(line) ?? [];
    const [, status, answer] = /^ +<< (\d+) (.*)$/.exec(lines[index + 1] ?? "") ?? [];
    if (method === undefined || url === undefined || status === undefined || answer === undefined) return [];
    const sent = body === undefined || body === "" ? undefined : (JSON.parse(body) as JsonValue);
    return [{ method, url, body: sent, status: Number(status), answer }];
  });
}

/** Lines of a recording from one that begins with a text up to one that begins with another. */
export function linesBetween(lines: readonly string[], from: string, to: string): readonly string[] {
  const start = lines.findIndex((line) => line.startsWith(from));
  const end = lines.findIndex((line, index) => index > start && line.startsWith(to));
  if (start < 0 || end < 0) throw new Error(`No lines from "${from}" to "${to}" in the recording`);
  return lines.slice(start, end);
}

/** JSON whose end was cut off, closed after its last whole value. */
export function closeJson(text: string): JsonValue {
  const closers: string[] = [];
  const whole: { length: number; closers: string }[] = [];
  const mark = (length: number): void => void whole.push({ length, closers: [...closers].reverse().join("") });
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s"[\]{},:]+/g)) {
    if (token === "{" || token === "[") closers.push(token === "{" ? "}" : "]");
    if (token === "}" || token === "]") closers.pop();
    if (token === ",") mark(index);
    else if (/^[[\]{}]$/.test(token)) mark(index + 1);
  }
  for (const { length, closers: end } of whole.reverse()) {
    try {
      return JSON.parse(text.slice(0, length) + end) as JsonValue;
    } catch {
      // cut within a member: try the one before
    }
  }
  throw new Error("Not the beginning of JSON");
}

function queryForm({ url, body }: Exchange): string {
  // fetch sends no body with GET; the database takes the same fields in the query
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(body as Readonly<Record<string, JsonValue>>))
    params.set(name, String(value));
  return `${url}?${params}`;
}

/** What was sent, in comparable form: JSON text keeps the order of fields. */
function sent(method: string, url: string, body: JsonValue | undefined): string {
  return `${method} ${url} ${body === undefined ? "" : JSON.stringify(body)}`.trim();
}

/** What a recorded request looks like when it comes from `fetch`. */
export function expectedRequest(exchange: Exchange): string {
  const { method, url, body } = exchange;
  return method === "GET" && body !== undefined
    ? sent(method, queryForm(exchange), undefined)
    : sent(method, url, body);
}

/** The same of a request that the server got. */
export function gotRequest({ method, url, body }: Asked): string {
  return sent(method, url, body);
}

/** What the recording lacks of an answer, made from the request. */
export type Completion = (answer: JsonValue, exchange: Exchange) => JsonValue;

/** Answers in the recorded order, whatever is asked; the test compares the requests. */
export function replay(exchanges: readonly Exchange[], complete: Completion): Handler {
  let next = 0;
  return (): Reply => {
    const exchange = exchanges[next++];
    if (exchange === undefined) return { status: 599, body: "nothing more was recorded" };
    return { status: exchange.status, body: complete(closeJson(exchange.answer), exchange) };
  };
}
