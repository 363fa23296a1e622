import { type FoundDataset } from "./find-sessions.ts";

/** A dataset type, as far as it tells which files are of it. */
export interface TypePattern {
  readonly id: string;
  readonly name: string;
  /** Shell-style pattern of file names; if there is none, object and attribute of a file are the name. */
  readonly filename_pattern: string | null;
}

/**
 * The dataset type of a file.
 *
 * @returns The type whose name is the file's object and attribute, else the first whose pattern fits; `undefined` if
 *   there is none.
 * @see Source: `get_dataset_type` in ONE, `one/registration.py`, which refuses a file of several types; here a file
 *   that is there already is to be found in the end.
 */
export function findDatasetType<T extends TypePattern>(types: readonly T[], dataset: FoundDataset): T | undefined {
  const name = typeName(dataset);
  const fitting = types.filter((type) => isOfType(type, dataset.name, name));
  return fitting.find((type) => type.name === name) ?? fitting[0];
}

/** Name of the type that a file is of by its name alone, e.g. `"spikes.times"`. */
export function typeName({ parts }: FoundDataset): string {
  return `${parts.object}.${parts.attribute}`;
}

function isOfType({ name, filename_pattern: pattern }: TypePattern, file: string, wanted: string): boolean {
  if (pattern === null || pattern.trim() === "") return name === wanted;
  return shellPattern(pattern.toLowerCase()).test(file.toLowerCase());
}

function shellPattern(pattern: string): RegExp {
  const source = pattern.replace(/\[(!?)([^\]]+)\]|[*?]|[.+^${}()|\\/[\]]/g, (part, not?: string, set?: string) => {
    if (set !== undefined) return `[${not === "!" ? "^" : ""}${set.replaceAll("\\", "\\\\")}]`;
    if (part === "*") return ".*";
    return part === "?" ? "." : `\\${part}`;
  });
  return new RegExp(`^${source}$`, "s");
}
