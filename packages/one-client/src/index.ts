export {
  type DatasetPathOptions,
  type DatasetWithFiles,
  type FileRecord,
  onePathFromDataset,
  pathFromDataset,
  pathFromFilerecord,
  type RecordPathOptions,
} from "./convert/file-records.ts";
export type { InsertionSession, SessionInsertions } from "./convert/insertions.ts";
export {
  dict2ref,
  type ExperimentReference,
  type ExperimentReferenceText,
  isExpRef,
  path2ref,
  path2refStrings,
  path2refText,
  type ReferenceFields,
  ref2dict,
  ref2strings,
} from "./convert/reference.ts";
export { type SessionFolderFields, sessionRecord2path } from "./convert/session-folder.ts";
export type { SessionFields, SessionId } from "./convert/to-eid.ts";
export type { DatasetRecord, SessionRecord } from "./listing/records.ts";
export { type CompatName, type CompatOptions, PYTHON_COMPAT } from "./one/compat.ts";
export { createOne, type OneOptions } from "./one/create-one.ts";
export { One } from "./one.ts";
export type { SearchTerms } from "./search/search-terms.ts";
