import { ArgumentTypeError, InvalidArgumentError, ReferenceDefectError } from "./errors.ts";
import { type CompatOptions } from "./session-path.ts";

/** Optional parts of {@link toAlf}. */
export interface ToAlfOptions extends CompatOptions {
  /** Without its underscores. */
  readonly namespace?: string | undefined;
  /** One timescale, or several that are joined with `_`. */
  readonly timescale?: string | readonly string[] | undefined;
  /** Extra parts, as one dot-separated text or as a list. */
  readonly extra?: string | readonly string[] | undefined;
}

const ALL_CAPS = /^[A-Z]+s?\n?$/;

function capitalize(word: string): string {
  const [first = "", ...rest] = word;
  return first.toUpperCase() + rest.join("").toLowerCase();
}

/**
 * Text in camel case that starts with a lower-case letter; acronyms keep their case: `"ROI motion"` → `"ROIMotion"`.
 *
 * A text of one word only has its first letter lowered; of several words each is re-cased (`"fooBar_baz"` →
 * `"foobarBaz"`).
 *
 * @see Source: `_dromedary` in `one/alf/spec.py`.
 */
export function dromedary(text: string): string {
  const [first = "", ...rest] = text.split(/[_\s]/);
  if (rest.length === 0) return text.replace(/^./su, (letter) => letter.toLowerCase());
  return (
    (ALL_CAPS.test(first) ? first : first.toLowerCase()) +
    rest.map((word) => (ALL_CAPS.test(word) ? word : capitalize(word))).join("")
  );
}

/** Refuse dots: they separate the parts. */
function assertNoDot(argument: string, value: string, isBad: boolean = value.includes(".")): void {
  if (isBad) throw new InvalidArgumentError(argument, value, "no dot, dots separate the parts");
}

/**
 * Build a dataset's file name from words: object, attribute and timescale are put in camel case.
 *
 * @param attribute - A trailing `_times`, `_timestamps` or `_intervals` is kept.
 * @param extension - With or without its dot.
 * @throws {@link ArgumentTypeError} if there is no extension.
 * @throws {@link InvalidArgumentError} if a part holds a dot, the namespace an underscore, or the object is empty or
 *   starts with an underscore.
 * @see Source: `to_alf` in `one/alf/spec.py`; there a dot within a timescale of a list is let through, and an empty object
 *   stops with IndexError (`compat`: the same, as ReferenceDefectError).
 */
export function toAlf(object: string, attribute: string, extension: string, options: ToAlfOptions = {}): string {
  const { namespace = "", compat } = options;
  if (!extension) throw new ArgumentTypeError("extension", extension, "a file extension");
  const suffix = extension.replace(/^\./, "");
  for (const [name, value] of Object.entries({ object, attribute, namespace, extension: suffix }))
    assertNoDot(name, value);
  const isList = typeof options.timescale === "object";
  const scales = (isList ? (options.timescale as readonly string[]) : [options.timescale as string]).filter(Boolean);
  for (const scale of scales) assertNoDot("timescale", scale, isList && compat ? scale === "." : undefined);
  if (namespace.includes("_")) throw new InvalidArgumentError("namespace", namespace, "no underscore");
  if (object === "" && compat) throw new ReferenceDefectError("An empty object", "IndexError");
  if (!object || object.startsWith("_")) {
    throw new InvalidArgumentError("object", object, "a name that starts with no underscore");
  }
  const tail = /_(?:times|timestamps|intervals)$/.exec(attribute)?.[0] ?? "";
  const extra = typeof options.extra === "string" ? [options.extra].filter(Boolean) : (options.extra ?? []);
  return [
    (namespace ? `_${namespace}_` : "") + dromedary(object),
    [dromedary(attribute.slice(0, attribute.length - tail.length)) + tail, ...scales.map(dromedary)].join("_"),
    ...extra,
    suffix,
  ].join(".");
}

/**
 * An ALF name as words for people: `"someROIsDataset"` → `"some ROIs dataset"`.
 *
 * @see Source: `readableALF` in `one/alf/spec.py`; a name that starts with a capital gets a leading blank, as there.
 */
export function readableAlf(name: string): string {
  return name
    .split(/(?=[A-Z][a-rt-z0-9])|(?<=[a-z0-9])(?=[A-Z])/)
    .map((word) => (ALL_CAPS.test(word) ? word : word.toLowerCase()))
    .join(" ")
    .replace(/^/, /^[A-Z][a-rt-z0-9]/.test(name) ? " " : "");
}

/**
 * {@link readableAlf} with a capital first letter.
 *
 * @throws {@link InvalidArgumentError} if the name is empty.
 * @see Source: `readableALF(…, capitalize=True)`; there an empty name stops with IndexError (`compat`:
 *   ReferenceDefectError).
 */
export function capitalizedAlf(name: string, options: CompatOptions = {}): string {
  if (name === "" && options.compat) throw new ReferenceDefectError("An empty name", "IndexError");
  if (name === "") throw new InvalidArgumentError("name", name, "at least one letter");
  return readableAlf(name).replace(/^./su, (letter) => letter.toUpperCase());
}
