import { type RestRecord } from "../../alyx/alyx-rest.ts";
import { isRecord } from "../../alyx/record-field.ts";
import { count } from "../output/units.ts";

/** What people should know of the places of files that were registered: which the database expects, and does not count on. */
export function placeRemarks(records: readonly RestRecord[]): readonly string[] {
  const placed = records.map(placesOf).filter((places) => places !== undefined);
  const unplaced = placed.filter((places) => places.length === 0).length;
  const unsaid = placed.filter((places) => places.length > 0 && places.every(({ exists }) => exists !== true));
  return [
    ...[...expectedPlaces(placed.flat())].map((place) => `the server expects the files ${place}`),
    ...(unplaced === 0
      ? []
      : [
          `${count(unplaced, "dataset")} without a place: the lab has no repository in the database, so that nobody can ` +
            'list or download them. Register them again with --repository ("one rest data-repository list" shows which).',
        ]),
    ...(unsaid.length === 0 ? [] : [unsaidText(unsaid)]),
  ];
}

/** File records of a dataset; `undefined` if its record does not tell. */
function placesOf({ file_records: places }: RestRecord): readonly RestRecord[] | undefined {
  return Array.isArray(places) ? places.filter(isRecord) : undefined;
}

function unsaidText(unsaid: readonly (readonly RestRecord[])[]): string {
  const names = [...new Set(unsaid.flat().map(({ data_repository: name }) => String(name)))].join(" or ");
  return (
    `${count(unsaid.length, "dataset")} cannot be listed or downloaded yet: the database does not know that ${names} has ` +
    `${unsaid.length === 1 ? "it" : "them"}. A server says so once files have come; if they lie there already, register ` +
    "again with --repository."
  );
}

/** Where a server looks for files that it does not have yet, as far as their records tell. */
function expectedPlaces(places: readonly RestRecord[]): ReadonlySet<string> {
  return new Set(
    places.flatMap(({ data_repository: name, data_repository_path: path, exists }) =>
      typeof path === "string" && path !== "" && exists !== true
        ? [`below ${path}${typeof name === "string" ? ` of ${name}` : ""}`]
        : [],
    ),
  );
}
