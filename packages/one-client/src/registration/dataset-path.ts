import { type RestRecord } from "../alyx/index.ts";
import { optionalText } from "../alyx/record-field.ts";

/** Path of a dataset below its session, out of its record. */
export function datasetPath(record: RestRecord): string {
  const [collection, revision, name] = ["collection", "revision", "name"].map(
    (field) => optionalText(record, field) ?? "",
  );
  return [collection, revision === "" ? "" : `#${revision}#`, name].filter((part) => part !== "").join("/");
}
