import { addUuidString } from "@neurophys/alf";
import { RepositoryNotFoundError } from "../errors.ts";
import { joinLocation } from "./session-folder.ts";

/** Length of a UUID's canonical text. */
const UUID_LENGTH = 36;

/** A copy of a dataset in one repository, as the database describes it. */
export interface FileRecord {
  /** Name of the repository. */
  readonly data_repository?: string | null | undefined;
  /** Folder of the repository that the relative path starts from. */
  readonly data_repository_path: string;
  /** Path of the file below the folder of the repository. */
  readonly relative_path: string;
  /** Address of the file; `null` where it has none. */
  readonly data_url?: string | null | undefined;
}

/** A dataset with its copies, as the database describes it. */
export interface DatasetWithFiles {
  /** Address of the dataset's record, which ends with its id. */
  readonly url?: string | null | undefined;
  /** Id of the dataset, used where there is no `url`. */
  readonly id?: string | null | undefined;
  /** Its copies. */
  readonly file_records: readonly FileRecord[];
}

/** How the path of a database record is made. */
export interface RecordPathOptions {
  /** Folder or URL before the path. Default: `"/"`. */
  readonly root?: string | undefined;
}

/** Which copy of a dataset, and how its path is made. */
export interface DatasetPathOptions extends RecordPathOptions {
  /** Name of the repository. Default: the first with a URL. */
  readonly repository?: string | undefined;
  /** Whether the file name holds the dataset's id. */
  readonly uuid?: boolean | undefined;
}

/**
 * Path of a copy of a dataset: the repository's folder and the relative path.
 *
 * @see Source: `ConversionMixin.path_from_filerecord` in ONE, `one/converters.py`.
 */
export function pathFromFilerecord(
  record: FileRecord,
  options: RecordPathOptions & {
    /** Id to put into the file name. */
    readonly uuid?: string | undefined;
  } = {},
): string {
  const folder = record.data_repository_path.replace(/^\//, "").replace(/\/$/, "");
  const key = folder === "" ? record.relative_path : `${folder}/${record.relative_path}`;
  return joinLocation(options.root ?? "/", options.uuid === undefined ? key : addUuidString(key, options.uuid));
}

/**
 * Path of a dataset, from the first of its copies that has a URL or from the one in a repository.
 *
 * @throws RepositoryNotFoundError if there is no such copy.
 * @throws InvalidArgumentError if the id is asked for and the dataset has none in canonical form.
 * @see Source: `ConversionMixin.path_from_dataset` in ONE, `one/converters.py`. There a list loses the options (O39).
 */
export function pathFromDataset(dataset: DatasetWithFiles, options: DatasetPathOptions = {}): string {
  const { repository, root } = options;
  const records = dataset.file_records;
  const record = records.find((file) =>
    repository === undefined ? file.data_url : file.data_repository === repository,
  );
  if (record === undefined) {
    throw new RepositoryNotFoundError(
      repository,
      records.map((file) => file.data_repository ?? ""),
    );
  }
  const uuid = options.uuid ? (dataset.url ?? dataset.id ?? "").slice(-UUID_LENGTH) : undefined;
  return pathFromFilerecord(record, { root, uuid });
}

/**
 * Path of a dataset below the folder of downloaded files.
 *
 * @see Source: `ConversionMixin.one_path_from_dataset` in ONE, `one/converters.py`.
 */
export function onePathFromDataset(dataset: DatasetWithFiles, location: string): string {
  return pathFromDataset(dataset, { root: location });
}
