import { AlfMultipleObjectsFoundError, ReferenceDefectError } from "@neurophys/alf";
import { type TextPattern } from "@neurophys/alf/filter";
import { DatasetNotFoundError, DatasetSpecifierError } from "../errors.ts";
import { type OneContext } from "../one/one-context.ts";
import { type PartPatterns } from "./part-patterns.ts";
import { choose, pick, type SessionDatasets } from "./session-datasets.ts";

/** Patterns by part of a dataset's path. */
export interface DatasetPatterns extends PartPatterns {
  /** E.g. `"trials"`. */
  readonly object?: TextPattern;
  /** Folders between session and file, e.g. `"alf/probe00"`; `""` for none. */
  readonly collection?: TextPattern;
  /** Latest revision to take; `""` for none. */
  readonly revision?: string | undefined;
}

/**
 * Which dataset: its file name (`object.attribute` alone will do with wildcards), its path in the session, or its parts.
 * Texts may be patterns.
 */
export type DatasetSpecifier = string | DatasetPatterns;

/** Where to look for a dataset. */
export interface Place {
  readonly collection: TextPattern;
  readonly revision: string | undefined;
}

/** Names near enough to be shown for one that was not found. */
export const NEAR_SHOWN = 5;

/** A file name with any extension, if it is `object.attribute` and wildcards are understood. */
export function withAnyExtension(context: OneContext, name: string): string {
  return context.wildcards && name.split(".").length === 2 ? `${name}.*` : name;
}

/**
 * Choose the one dataset that a specifier means.
 *
 * @throws DatasetSpecifierError if a path is given together with a collection or revision.
 * @throws DatasetNotFoundError if there is none; it shows those of the same object.
 * @throws AlfMultipleCollectionsFoundError or AlfMultipleObjectsFoundError if there are several; each lists them.
 */
export function chooseDataset(
  context: OneContext,
  datasets: SessionDatasets,
  { specifier, place }: { readonly specifier: DatasetSpecifier; readonly place: Place },
): SessionDatasets {
  const name = typeof specifier === "string" ? withAnyExtension(context, specifier) : undefined;
  const isPath = name === undefined ? (specifier as DatasetPatterns).collection !== undefined : name.includes("/");
  if (isPath && (place.collection !== undefined || place.revision !== undefined)) {
    throw new DatasetSpecifierError("A path together with a collection or revision", specifier, "either");
  }
  if (isPath && name?.includes("*")) {
    const message = "Wildcards should not be used with relative path as input.";
    context.onWarning({ code: "one/wildcard-in-path", category: "UserWarning", message });
  }
  const { collection, revision, ...parts } = typeof specifier === "string" ? ({} as DatasetPatterns) : specifier;
  const found = choose(context, datasets, {
    filename: name ?? parts,
    collection: place.collection ?? collection,
    revision: place.revision ?? revision,
    assertUnique: !isPath,
  });
  if (found.records.length === 1) return found;
  const text = name ?? JSON.stringify(specifier);
  if (found.records.length === 0) {
    throw new DatasetNotFoundError([text], `session ${datasets.eid}`, { candidates: nearPaths(datasets, text) });
  }
  if (context.compat.includes("unpack-error")) throw new ReferenceDefectError("Several datasets for one", "ValueError");
  const exact = found.records.findIndex((record) => record.rel_path === name);
  if (exact >= 0) return pick(found, [exact]);
  throw new AlfMultipleObjectsFoundError(found.records.map((record) => record.rel_path));
}

/** Paths of the session that share words with what was asked for, those that share most first. */
export function nearPaths(datasets: SessionDatasets, text: string): string[] {
  const words = text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
  const scored = datasets.records.map(({ rel_path: path }) => {
    const lower = path.toLowerCase();
    return { path, score: words.filter((word) => lower.includes(word)).length };
  });
  const near = scored.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score);
  return near.slice(0, NEAR_SHOWN).map(({ path }) => path);
}
