/** Keyword arguments of a Python call. */
export type Keywords = Readonly<Record<string, unknown>>;

/** Parts of a file name that loading functions of the original take as keywords; `object` is an argument of its own. */
const PARTS = ["namespace", "attribute", "timescale", "extra", "extension"] as const;

/** Options of our loading functions. */
export interface LoadOptions {
  readonly collection?: string | readonly string[] | undefined;
  readonly revision?: string | undefined;
  readonly object?: string | readonly string[] | undefined;
  readonly parts?: Readonly<Record<string, string>> | undefined;
  readonly collections?: string | readonly (string | undefined)[] | undefined;
  readonly revisions?: string | readonly (string | undefined)[] | undefined;
  readonly assertPresent?: boolean | undefined;
  readonly checkHash?: boolean | undefined;
}

/** None, alone or in a list, as `undefined`. */
function optional<T>(value: unknown): T | undefined {
  if (Array.isArray(value)) return value.map((item: unknown) => item ?? undefined) as T;
  return (value ?? undefined) as T | undefined;
}

/** Keyword arguments of the original's `load_…` as options of ours. */
export function loadOptions(kwargs: Keywords): LoadOptions {
  const given = PARTS.filter((name) => kwargs[name] !== undefined && kwargs[name] !== null);
  return {
    collection: optional(kwargs["collection"]),
    revision: optional(kwargs["revision"]),
    object: optional(kwargs["object"]),
    parts: given.length === 0 ? undefined : Object.fromEntries(given.map((name) => [name, kwargs[name] as string])),
    collections: optional(kwargs["collections"]),
    revisions: optional(kwargs["revisions"]),
    assertPresent: optional(kwargs["assert_present"]),
    checkHash: optional(kwargs["check_hash"]),
  };
}
