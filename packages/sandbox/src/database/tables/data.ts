import { type ColumnType, type Generated } from "kysely";
import {
  type NamedColumns,
  type Optional,
  type OptionalTimeColumn,
  type RecordColumns,
  type TimeColumn,
} from "../column-types.ts";

/** Where datasets are kept: a server, or a computer of a lab. */
export interface DataRepositoryTable extends NamedColumns {
  repository_type_id: Optional<string>;
  timezone: Generated<string>;
  hostname: Generated<string>;
  /** Address below which the files are served; with a slash at its end. */
  data_url: Optional<string>;
  globus_path: Generated<string>;
  globus_endpoint_id: Optional<string>;
  /** True for a computer of a lab: its files are not "online". */
  globus_is_personal: Optional<boolean>;
}

/** A file format, by extension. */
export interface DataFormatTable extends NamedColumns {
  description: Generated<string>;
  /** With the dot, e.g. `.npy`; empty for what is no data. */
  file_extension: Generated<string>;
  matlab_loader_function: Generated<string>;
  python_loader_function: Generated<string>;
}

/** What a dataset holds, by object and attribute. */
export interface DatasetTypeTable extends NamedColumns {
  created_by_id: Optional<string>;
  description: Generated<string>;
  /** Shell-style pattern of file names; missing if the name is the pattern. */
  filename_pattern: Optional<string>;
}

/** A version of datasets, a folder `#name#`. */
export interface RevisionTable extends NamedColumns {
  description: Generated<string>;
  created_datetime: OptionalTimeColumn;
}

/** A label of datasets. */
export interface TagTable extends NamedColumns {
  description: Generated<string>;
  /** Its datasets cannot be changed. */
  protected: Generated<boolean>;
  public: Generated<boolean>;
  hash: Optional<string>;
}

/** One file of a session, or of another record. */
export interface DatasetTable extends RecordColumns {
  /** File name, e.g. `spikes.times.npy`. */
  name: Generated<string>;
  session_id: Optional<string>;
  content_type_id: Optional<number>;
  object_id: Optional<string>;
  created_by_id: Optional<string>;
  created_datetime: OptionalTimeColumn;
  generating_software: Generated<string>;
  dataset_type_id: string;
  data_format_id: string;
  revision_id: Optional<string>;
  /** Folders below the session, e.g. `alf/probe00`; empty for none. */
  collection: Generated<string>;
  /** Bytes. */
  file_size: Optional<number>;
  md5: Optional<string>;
  hash: Generated<string>;
  version: Generated<string>;
  default_dataset: Generated<boolean>;
  /** 0 not set, 10 pass, 30 warning, 40 fail, 50 critical. */
  qc: Generated<number>;
  auto_datetime: TimeColumn;
  /** True if a repository that is not personal has the file. Kept by the database itself; cannot be written. */
  online: ColumnType<boolean, never, never>;
}

/** Tags of datasets. */
export interface DatasetTagTable {
  dataset_id: string;
  tag_id: string;
}

/** A dataset in a repository. */
export interface FileRecordTable extends RecordColumns {
  name: Generated<string>;
  dataset_id: string;
  data_repository_id: string;
  /** Path below the repository's folder. */
  relative_path: string;
  exists: Generated<boolean>;
}

/** How often a user has downloaded a dataset. */
export interface DownloadTable extends RecordColumns {
  name: Generated<string>;
  user_id: string;
  dataset_id: string;
  first_download: TimeColumn;
  last_download: TimeColumn;
  count: Generated<number>;
}

/** For which projects a dataset was downloaded. */
export interface DownloadProjectTable {
  download_id: string;
  project_id: string;
}

/** Tables of datasets. */
export interface DataTables {
  data_repository_type: NamedColumns;
  data_repository: DataRepositoryTable;
  data_format: DataFormatTable;
  dataset_type: DatasetTypeTable;
  revision: RevisionTable;
  tag: TagTable;
  dataset: DatasetTable;
  dataset_tag: DatasetTagTable;
  file_record: FileRecordTable;
  download: DownloadTable;
  download_project: DownloadProjectTable;
}
