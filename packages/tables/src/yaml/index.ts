import { type JsonDocument, type JsonValue } from "@neurophys/alf";
import { type DecodeContext } from "@neurophys/alf/io";
import { parseDocument, type Tags } from "yaml";
import { InvalidYamlError } from "../errors.ts";
import { pyYamlScalars } from "./scalar-tags.ts";

/** Options of {@link decodeYaml}. */
export interface DecodeYamlOptions {
  /** Name of the file for messages. */
  readonly source?: string | undefined;
}

/** Types that are resolved here, in place of the library's own reading of YAML 1.1. */
const REPLACED: ReadonlySet<string> = new Set(pyYamlScalars.map(({ tag }) => tag));

/**
 * Decode one YAML document the way Python's safe loader does: YAML 1.1, where `yes`, `no`, `on` and `off` are booleans.
 *
 * What JSON lacks becomes text: dates `"2024-05-06"`, times `"2024-05-06T12:00:00+00:00"`, binary data base64. Sets become
 * arrays, ordered maps arrays of (key, value) pairs. Keys are text. An empty document is `null`.
 *
 * @param bytes - UTF-8, with or without a byte order mark.
 * @throws InvalidYamlError if it does not parse, holds several documents, names a type that is not YAML's own
 *   (`!!python/object`), is not UTF-8, nests too deep, or repeats aliases without measure.
 * @see Source: `yaml.safe_load` as ONE's `load_file_content` calls it; dates are text here. Integers beyond 2^53 are
 *   rounded.
 */
export function decodeYaml(bytes: Uint8Array, { source = "document in memory" }: DecodeYamlOptions = {}): JsonDocument {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const document = parseDocument(text, { version: "1.1", customTags, uniqueKeys: false, prettyErrors: true });
    const problem = document.errors[0] ?? document.warnings[0];
    if (problem !== undefined) throw problem;
    return { kind: "json", value: jsonValue(document.toJS()) };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split("\n")[0]! : String(cause);
    throw new InvalidYamlError(source, reason, { cause });
  }
}

/**
 * Decoder of `.yaml` and `.yml` datasets; a file of no bytes is `undefined`.
 *
 * @throws InvalidYamlError under the conditions of {@link decodeYaml}.
 */
export function yamlDecoder(bytes: Uint8Array<ArrayBuffer>, { key }: DecodeContext): JsonDocument | undefined {
  return bytes.length === 0 ? undefined : decodeYaml(bytes, { source: key });
}

function customTags(tags: Tags): Tags {
  return [...tags.filter((tag) => typeof tag === "string" || !REPLACED.has(tag.tag)), ...pyYamlScalars];
}

function jsonValue(value: unknown): JsonValue {
  if (value === null || value === undefined) return null;
  if (typeof value === "boolean" || typeof value === "number" || typeof value === "string") return value;
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Uint8Array) return base64(value);
  if (Array.isArray(value)) return value.map(jsonValue);
  if (value instanceof Set) return [...value].map(jsonValue);
  if (value instanceof Map) return [...value].map(([key, item]) => [jsonValue(key), jsonValue(item)]);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, jsonValue(item)]));
}

function base64(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
