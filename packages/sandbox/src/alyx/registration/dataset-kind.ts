import { filenameParts } from "@neurophys/alf";
import { globRegex } from "@neurophys/alf/filter";
import { type Kysely } from "kysely";
import { type Tables } from "../../database/tables.ts";
import { failAs } from "../rest/refusal.ts";

/** A type of datasets. */
interface DatasetType {
  readonly id: string;
  readonly name: string;
  readonly filename_pattern: string | null;
}

/** What the names of files say: their types and formats. Read once a request. */
export interface DatasetKinds {
  readonly types: readonly DatasetType[];
  readonly formats: readonly { readonly id: string; readonly file_extension: string }[];
}

/** The types and formats that the database knows. */
export async function readDatasetKinds(db: Kysely<Tables>): Promise<DatasetKinds> {
  const types = await db
    .selectFrom("dataset_type")
    .select(["id", "name", "filename_pattern"])
    .orderBy("name")
    .execute();
  const formats = await db.selectFrom("data_format").select(["id", "file_extension"]).execute();
  return { types, formats };
}

function isOfType(name: string, { name: typeName, filename_pattern }: DatasetType): boolean {
  if (filename_pattern !== null && filename_pattern.trim() !== "") {
    return globRegex(filename_pattern.toLowerCase()).test(name.toLowerCase());
  }
  const { object, attribute } = filenameParts(name);
  const stem = name.replace(/(?<=.)\.[^.]*$/, "");
  return typeName === (object === undefined ? stem : `${object}.${attribute}`);
}

/**
 * Type and format of a dataset by its file name.
 *
 * @throws Refusal with the original's words if no type or no format fits, or several do.
 * @see Source: `get_dataset_type` of ONE and `get_data_format` of Alyx; extensions are compared with case.
 */
export function kindOf(name: string, { types, formats }: DatasetKinds): { typeId: string; formatId: string } {
  const fitting = types.filter((type) => isOfType(name, type));
  const [type] = fitting;
  if (type === undefined) throw failAs(`No dataset type found for filename "${name}"`);
  if (fitting.length > 1) {
    const names = fitting.map(({ name: fit }) => `<DatasetType ${fit}>`).join(", ");
    throw failAs(`Multiple matching dataset types found for filename "${name}": \n${names}`);
  }
  const extension = /(?<=[^.])\.[^.]*$/.exec(name)?.[0] ?? "";
  const format = formats.filter(({ file_extension }) => file_extension === extension);
  if (format.length > 1) throw failAs(`get() returned more than one DataFormat -- it returned ${format.length}!`);
  if (format[0] === undefined) throw failAs("DataFormat matching query does not exist.");
  return { typeId: type.id, formatId: format[0].id };
}
