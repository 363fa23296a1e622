import { type JsonValue } from "@neurophys/alf";
import { isRecord } from "../record-field.ts";

/** How much of a text that is no JSON a message repeats, in characters. */
const SHOWN = 200;

/** JSON of an answer; `undefined` if it is none. */
export function parseAnswer(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

/** One line out of a page or text: its title, else how it begins. */
function summary(text: string): string {
  const title = /<title[^>]*>([^<]*)<\/title>/i.exec(text)?.[1];
  const plain = (title ?? text).replace(/\s+/g, " ").trim();
  return plain.length > SHOWN ? `${plain.slice(0, SHOWN)}…` : plain;
}

/** Messages of a field, or of the whole record. */
function fieldText([name, value]: readonly [string, JsonValue]): string {
  const messages = Array.isArray(value) ? value : [value];
  const texts = messages.map((message: JsonValue) => (typeof message === "string" ? message : JSON.stringify(message)));
  return name === "non_field_errors" ? texts.join(" ") : `${name}: ${texts.join(" ")}`;
}

/**
 * What an answer says is wrong: its `detail` or `error`, else the messages of each field, else the title of the page.
 *
 * @see Source: the message of `_generic_request` in ONE, `one/webclient.py`, which is the whole rest of the record.
 */
export function answerDetail(text: string): string {
  const body = parseAnswer(text);
  if (typeof body === "string") return body;
  if (!isRecord(body)) return summary(text);
  const { status_code: _status, ...rest } = body;
  for (const name of ["detail", "error"]) {
    const said = rest[name];
    if (typeof said === "string" && said !== "") return said;
  }
  return Object.entries(rest).map(fieldText).join("; ");
}
