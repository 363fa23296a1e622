import { filenameParts } from "@neurophys/alf";
import { globRegex } from "@neurophys/alf/filter";
import { type RestRecord } from "../alyx/index.ts";
import { optionalText, textField } from "../alyx/record-field.ts";
import { DatasetTypeNotFoundError, InvalidRegistrationError, MultipleDatasetTypesError } from "./errors.ts";

/** A kind of dataset that the database knows, by what file names it takes. */
export interface DatasetType {
  /** E.g. `"spikes.times"`. */
  readonly name: string;
  /** Shell pattern of file names; blank if the name decides. */
  readonly filenamePattern: string;
}

/** Finds the types of file names, see {@link datasetTypeMatcher}. */
export type DatasetTypeMatcher = (filename: string) => readonly DatasetType[];

/** A dataset type out of its record. @throws AlyxInvalidRecordError (`alyx/invalid-record`) if it has no name. */
export function datasetTypeOf(record: RestRecord): DatasetType {
  return {
    name: textField(record, "name", "dataset type"),
    filenamePattern: optionalText(record, "filename_pattern") ?? "",
  };
}

/** Last component of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Last suffix of a path's last component with its dot, `""` if there is none. */
export function suffixOf(path: string): string {
  return /(?<=.)\.[^.]+$/s.exec(nameOf(path))?.[0] ?? "";
}

/** `object.attribute` of a dataset's name; any other name without its suffix. */
function typeNameOf(filename: string): string {
  const { object, attribute } = filenameParts(filename);
  const suffix = suffixOf(filename);
  return object === undefined ? filename.slice(0, filename.length - suffix.length) : `${object}.${attribute}`;
}

/**
 * A function that gives all types that take a file name, in the order of `types`. Patterns are compiled once, and an
 * answer is kept for names that come again.
 */
export function datasetTypeMatcher(types: readonly DatasetType[]): DatasetTypeMatcher {
  const tests = types.map((type) => {
    const pattern = type.filenamePattern.trim() === "" ? undefined : globRegex(type.filenamePattern.toLowerCase());
    return { type, pattern };
  });
  const known = new Map<string, readonly DatasetType[]>();
  return (filename) => {
    const kept = known.get(filename);
    if (kept !== undefined) return kept;
    const [lower, typeName] = [filename.toLowerCase(), typeNameOf(filename)];
    const matches = tests.filter(({ type, pattern }) => pattern?.test(lower) ?? type.name === typeName);
    const found = matches.map(({ type }) => type);
    known.set(filename, found);
    return found;
  };
}

/**
 * The one type among those a matcher found.
 *
 * @throws {@link DatasetTypeNotFoundError} if there is none.
 * @throws {@link MultipleDatasetTypesError} if there are several.
 */
export function singleType(filename: string, found: readonly DatasetType[]): DatasetType {
  const [type] = found;
  if (type === undefined) throw new DatasetTypeNotFoundError(filename);
  if (found.length > 1) {
    const names = found.map(({ name }) => name);
    throw new MultipleDatasetTypesError(filename, names);
  }
  return type;
}

/**
 * The type of a dataset by its file name: the one whose pattern takes it (whatever the case), or, among types without
 * pattern, whose name is its `object.attribute`, or its stem if it is no ALF name.
 *
 * @param filename - Name or path of a file.
 * @throws {@link DatasetTypeNotFoundError} if there is none.
 * @throws {@link MultipleDatasetTypesError} if there are several.
 * @see Source: `get_dataset_type` in ONE, `one/registration.py`.
 */
export function getDatasetType(filename: string, types: readonly DatasetType[]): DatasetType {
  if (typeof filename !== "string") throw new InvalidRegistrationError("filename", filename, "text");
  const name = nameOf(filename);
  return singleType(name, datasetTypeMatcher(types)(name));
}
