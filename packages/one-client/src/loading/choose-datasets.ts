import { ArgumentTypeError, parseRelPath } from "@neurophys/alf";
import { DatasetSpecifierError } from "../errors.ts";
import { type OneContext } from "../one/one-context.ts";
import { type DatasetSpecifier, withAnyExtension } from "./choose-dataset.ts";
import { choose, type ListedDataset, type SessionDatasets, wantedRevision } from "./session-datasets.ts";

/** Where to look for several datasets. */
export interface Places {
  /** One collection for all, or one for each. */
  readonly collections?: string | readonly (string | undefined)[] | undefined;
  /** One revision for all, or one for each. */
  readonly revisions?: string | readonly (string | undefined)[] | undefined;
}

/**
 * Choose one dataset for each specifier.
 *
 * As soon as one of them is a path, all are: each must then be the exact path of a dataset, whatever its revision.
 *
 * @param specifiers - All texts, or all objects of parts.
 * @returns `(specifiers.length,)` places in `datasets`; `undefined` where there is none.
 * @throws ArgumentTypeError if `specifiers` is one text.
 * @throws DatasetSpecifierError if texts and parts are mixed, if collections or revisions are not as many as
 *   specifiers, or if they are given beside paths.
 * @throws AlfInvalidError if a path does not follow the ALF rule.
 * @throws AlfMultipleCollectionsFoundError, AlfMultipleRevisionsFoundError or AlfMultipleObjectsFoundError if a
 *   specifier means several; each lists them.
 * @see Source: `One.load_datasets` in ONE, `one/api.py`.
 */
export function chooseDatasets(
  context: OneContext,
  datasets: SessionDatasets,
  { specifiers, places }: { readonly specifiers: readonly DatasetSpecifier[]; readonly places: Places },
): (number | undefined)[] {
  const nTexts = specifiers.filter((specifier) => typeof specifier === "string").length;
  if (nTexts > 0 && nTexts < specifiers.length) {
    throw new DatasetSpecifierError("Texts and parts together", specifiers, "either");
  }
  if (hasPaths(specifiers)) return choosePaths(context, datasets, specifiers as readonly string[]);
  const collections = spread(places.collections, specifiers.length);
  const revisions = spread(places.revisions, specifiers.length);
  return specifiers.map((specifier, i) => {
    const filename = typeof specifier === "string" ? withAnyExtension(context, specifier) : specifier;
    const found = choose(context, datasets, {
      filename,
      collection: collections[i],
      revision: wantedRevision(context, revisions[i]),
      assertUnique: true,
    });
    return placeOf(datasets, found);
  });
}

/**
 * Refuse arguments that cannot go together, before anything is read.
 *
 * @throws ArgumentTypeError if `specifiers` is one text.
 * @throws DatasetSpecifierError if a collection or revision is given beside paths.
 */
export function checkSpecifiers(context: OneContext, specifiers: readonly DatasetSpecifier[], places: Places): void {
  if (typeof specifiers === "string") throw new ArgumentTypeError("datasets", specifiers, "a list");
  const revisions = places.revisions ?? context.revisionLastBefore;
  if (hasPaths(specifiers) && (places.collections !== undefined || revisions !== undefined)) {
    const given = { ...places, revisions };
    throw new DatasetSpecifierError("Paths together with collections or revisions", given, "either");
  }
}

function hasPaths(specifiers: readonly DatasetSpecifier[]): boolean {
  return specifiers.some((specifier) => typeof specifier === "string" && specifier.includes("/"));
}

/** Each path as it stands, or by its parts as in the reference. */
function choosePaths(context: OneContext, datasets: SessionDatasets, paths: readonly string[]): (number | undefined)[] {
  const found = paths.map((path) => {
    const { collection = "", revision = "", ...parts } = parseRelPath(path);
    if (context.compat.includes("dataset-filter")) {
      const choice = { filename: parts, collection, revision, revisionLastBefore: false, assertUnique: true };
      return placeOf(datasets, choose(context, datasets, choice));
    }
    const place = datasets.records.findIndex((record) => record.rel_path === path);
    return place < 0 ? undefined : place;
  });
  const revised = found
    .map((place) => (place === undefined ? undefined : datasets.records[place]))
    .filter((record) => record?.default_revision === false) as ListedDataset[];
  if (revised.length > 0) {
    const message =
      "The following datasets may have been revised and are therefore not recommended for analysis:\n\t" +
      `${revised.map((record) => record.rel_path).join("\n\t")}\nTo avoid this warning, specify the revision.`;
    context.onWarning({ code: "one/not-default-revision", category: "ALFWarning", message });
  }
  return found;
}

/** Place in the session's datasets of the one that was chosen. */
function placeOf(datasets: SessionDatasets, found: SessionDatasets): number | undefined {
  const [row] = Array.from(found.rows);
  return row === undefined ? undefined : Array.from(datasets.rows).indexOf(row);
}

/** One value for each dataset. */
function spread(values: Places["collections"], count: number): readonly (string | undefined)[] {
  if (values === undefined || typeof values === "string") return Array.from({ length: count }, () => values);
  if (values.length !== count) {
    throw new DatasetSpecifierError("Collections or revisions that do not pair up", values, `one for all, or ${count}`);
  }
  return values;
}
