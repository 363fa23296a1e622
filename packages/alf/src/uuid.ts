import { InvalidArgumentError } from "./errors.ts";
import { joinPath, splitPath, splitSuffix } from "./posix-path.ts";

/** 32 lower-case hexadecimal digits of anything that stands for a UUID; `undefined` if it does not. */
function uuidDigits(value: unknown): string | undefined {
  if (typeof value === "string") {
    const hex = value
      .replace(/urn:|uuid:/g, "")
      .replace(/^[{}]+|(?<![{}])[{}]+$/g, "")
      .replaceAll("-", "");
    return /^[\da-f]{32}$/i.test(hex) ? hex.toLowerCase() : undefined;
  }
  if (value instanceof Uint8Array) {
    return value.length === 16 ? Array.from(value, (byte) => byte.toString(16).padStart(2, "0")).join("") : undefined;
  }
  const isWhole = typeof value === "bigint" || Number.isSafeInteger(value);
  if (!isWhole || (value as bigint | number) < 0) return undefined;
  const hex = (value as bigint | number).toString(16).padStart(32, "0");
  return hex.length === 32 ? hex : undefined;
}

/**
 * Whether a value stands for a UUID of one of some versions: text (any case, with or without hyphens or braces or
 * `urn:uuid:`), 16 bytes, or an integer.
 *
 * @param versions - Accepted versions; a UUID that is not of the RFC's variant has none.
 * @see Source: `is_uuid` in `one/alf/spec.py`; there a boolean stops with TypeError, here it is no UUID.
 */
export function isUuid(value: unknown, versions: readonly number[] = [4, 3]): boolean {
  const digits = uuidDigits(value);
  return (
    digits !== undefined && /[89ab]/.test(digits[16] ?? "") && versions.includes(Number.parseInt(digits[12] ?? "", 16))
  );
}

/**
 * Whether a value is a UUID's canonical text: lower case, hyphenated, of version 3, 4 or 5.
 *
 * @see Source: `is_uuid_string` in `one/alf/spec.py`.
 */
export function isUuidString(value: unknown): value is string {
  return (
    typeof value === "string" && /^[\da-f]{8}-[\da-f]{4}-[3-5][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/.test(value)
  );
}

/**
 * The path with a dataset id before the extension of its file name; an id that is there is replaced.
 *
 * @param uuid - Canonical text, see {@link isUuidString}.
 * @throws {@link InvalidArgumentError} if `uuid` is not canonical.
 * @see Source: `add_uuid_string` in `one/alf/path.py`.
 */
export function addUuidString(path: string, uuid: string): string {
  if (!isUuidString(uuid)) throw new InvalidArgumentError("uuid", uuid, "a canonical lower-case UUID");
  const { root, parts } = splitPath(path);
  const [stem, suffix] = splitSuffix(parts.at(-1) ?? "");
  const words = stem.split(".");
  const kept = isUuid(words.at(-1)) ? words.slice(0, -1) : words;
  const name = words.at(-1) === uuid ? stem : kept.length === 0 ? `.${uuid}` : [...kept, uuid].join(".");
  return joinPath(root, [...parts.slice(0, -1), name + suffix]);
}

/**
 * The path without the dataset id before the extension of its file name; unchanged if there is none in canonical form.
 *
 * @throws {@link InvalidArgumentError} if the file name is nothing but an id.
 * @see Source: `remove_uuid_string` in `one/alf/path.py`.
 */
export function removeUuidString(path: string): string {
  const { root, parts } = splitPath(path);
  const [stem, suffix] = splitSuffix(parts.at(-1) ?? "");
  const words = stem.split(".");
  if (!isUuidString(words.at(-1))) return joinPath(root, parts);
  const name = words.slice(0, -1).join(".") + suffix;
  if (name === "") throw new InvalidArgumentError("path", path, "a file name besides its UUID");
  return joinPath(root, [...parts.slice(0, -1), name]);
}
