import { type JsonValue } from "@neurophys/alf";
import { UnwritableJsonError } from "../errors/note-errors.ts";

function nameOf(value: unknown): string {
  if (typeof value === "number" || typeof value === "undefined") return String(value);
  if (typeof value !== "object" || value === null) return `a ${typeof value}`;
  return `a ${value.constructor?.name ?? "value"}`;
}

function isPlain(value: object): value is Readonly<Record<string, unknown>> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function check(value: unknown, path: string, above: readonly object[]): void {
  const isScalar = value === null || ["string", "boolean"].includes(typeof value) || Number.isFinite(value);
  if (isScalar) return;
  if (typeof value !== "object" || value === null) throw new UnwritableJsonError(path, nameOf(value));
  if (above.includes(value)) throw new UnwritableJsonError(path, "a record that holds itself");
  const deeper = [...above, value];
  if (Array.isArray(value)) {
    value.forEach((item: unknown, i) => {
      check(item, `${path}[${i}]`, deeper);
    });
    return;
  }
  if (!isPlain(value)) throw new UnwritableJsonError(path, nameOf(value));
  for (const [name, item] of Object.entries(value)) if (item !== undefined) check(item, `${path}.${name}`, deeper);
}

/**
 * Makes sure that a document arrives as it is: a number that is not finite, which JSON would write as null, is refused.
 *
 * @throws {@link UnwritableJsonError} naming the place of a value that JSON has no word for.
 * @see Source: Python writes NaN as `NaN`, at which the database answers 400.
 */
export function checkJson(value: JsonValue): void {
  check(value, "$", []);
}
