import { type Context } from "hono";
import { markForm } from "../resource/form-body.ts";
import { isTooDeep } from "../resource/json-depth.ts";
import { refuse } from "./refusal.ts";

/** What V8 says of broken JSON, in the words of Python's parser. */
const PYTHON_WORDS: readonly (readonly [RegExp, string])[] = [
  [/property name/, "Expecting property name enclosed in double quotes"],
  [/Expected ',' or/, "Expecting ',' delimiter"],
  [/Expected ':'/, "Expecting ':' delimiter"],
  [/Unterminated string/, "Unterminated string starting at"],
  [/after JSON/, "Extra data"],
  [/control character/, "Invalid control character at"],
];

function jsonProblem(text: string, problem: string): string {
  const words = PYTHON_WORDS.find(([pattern]) => pattern.test(problem))?.[1] ?? "Expecting value";
  const place = Number(/position (\d+)/.exec(problem)?.[1] ?? text.length);
  const before = text.slice(0, place).split("\n");
  return `JSON parse error - ${words}: line ${before.length} column ${(before.at(-1)?.length ?? 0) + 1} (char ${place})`;
}

function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw refuse(400, jsonProblem(text, cause instanceof Error ? cause.message : ""), { cause });
  }
  if (isTooDeep(value)) throw refuse(400, "JSON parse error - nested too deep");
  return value;
}

/** Fields of a form, in order; those given several times as lists. */
async function formBody(context: Context): Promise<Record<string, unknown>> {
  let form: FormData;
  try {
    form = await context.req.raw.formData();
  } catch (cause) {
    throw refuse(400, "Multipart form parse error - Invalid boundary in multipart", { cause });
  }
  const body: Record<string, unknown> = {};
  for (const name of new Set(form.keys())) {
    const values = form.getAll(name);
    body[name] = values.length === 1 ? values[0] : values;
  }
  return markForm(body);
}

/**
 * The body of a request: JSON, or a form.
 *
 * @returns whatever the JSON is, or an object for a form; an empty object for no body.
 * @throws Refusal 415 for anything else, 400 for what cannot be read.
 */
export async function readAnyBody(context: Context): Promise<unknown> {
  const header = context.req.header("content-type");
  const type = header?.split(";")[0]?.trim().toLowerCase();
  if (type === "application/x-www-form-urlencoded" || type === "multipart/form-data") return await formBody(context);
  const text = await context.req.text();
  if (text === "") return {};
  if (type !== "application/json") throw refuse(415, `Unsupported media type "${header ?? ""}" in request.`);
  return parseJson(text);
}

/** True for an object that is no list. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
