import { type JsonDocument, type JsonValue } from "../ndarray.ts";
import { decodeUtf8 } from "./decode-strings.ts";
import { InvalidJsonError } from "./errors.ts";
import { parsePythonJson } from "./python-json.ts";

/** Options of {@link decodeJson} and {@link decodeJsonLines}. */
export interface DecodeJsonOptions {
  /** Name of the file for messages. */
  readonly source?: string | undefined;
}

/**
 * Decode a JSON file as Python reads it, `NaN`, `Infinity` and `-Infinity` among the numbers.
 *
 * Numbers are floats: integers beyond 2^53 are rounded to the nearest one.
 *
 * @param bytes - UTF-8, with or without a byte order mark.
 * @throws {@link InvalidJsonError} if it is not one JSON value.
 * @throws {@link InvalidUtf8Error} if it is not UTF-8.
 * @see Source: `json.load` in ONE's `load_file_content`, which logs an error and gives `None` for broken JSON.
 */
export function decodeJson(bytes: Uint8Array, options: DecodeJsonOptions = {}): JsonDocument {
  const text = withoutMark(decodeUtf8(bytes, options));
  return { kind: "json", value: parsePythonJson(text, options) };
}

/**
 * Decode a file of one JSON value a line (`.jsonable`), numbers as in {@link decodeJson}.
 *
 * @returns The values in a list; `[]` for a file of no bytes.
 * @throws {@link InvalidJsonError} with its line, if a line is not one JSON value; so is a blank line.
 * @throws {@link InvalidUtf8Error} if the file is not UTF-8.
 * @see Source: `iblutil.io.jsonable.load_task_jsonable`'s and ONE's line-wise `json.loads`.
 */
export function decodeJsonLines(bytes: Uint8Array, options: DecodeJsonOptions = {}): JsonDocument {
  const lines = withoutMark(decodeUtf8(bytes, options)).split(/\r\n|[\n\r]/);
  // The last line ends in a line break; there is none after it.
  if (lines.at(-1) === "") lines.pop();
  const value = lines.map((line, i): JsonValue => {
    if (line.trim() === "") throw new InvalidJsonError("a blank line (expected a value on every line)", i + 1, options);
    return parsePythonJson(line, { ...options, firstLine: i + 1 });
  });
  return { kind: "json", value };
}

function withoutMark(text: string): string {
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}
