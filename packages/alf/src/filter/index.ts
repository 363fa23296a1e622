export { autocomplete } from "./autocomplete.ts";
export { compileDatasetPattern, type DatasetPatternOptions, type TextPattern } from "./dataset-pattern.ts";
export { type DateLike, type DateRange, parseTimestamp, validateDateRange } from "./date-range.ts";
export { describe, PART_DESCRIPTIONS } from "./describe.ts";
export { AmbiguousNameError, InvalidPatternError, UnknownNameError, UnsupportedPatternError } from "./errors.ts";
export { type DatasetRow, type FilterDatasetsOptions, filterDatasets } from "./filter-datasets.ts";
export {
  type FilterNamesOptions,
  type FoundName,
  filterNames,
  findSidecar,
  findTimes,
  type NameFilters,
} from "./filter-names.ts";
export { escapePattern, globPattern, globRegex, pythonRegex } from "./pattern.ts";
export {
  filterRevisionLastBefore,
  indexLastBefore,
  type RevisionOptions,
  type RevisionRow,
  type SplitRevision,
  splitRevision,
} from "./revision.ts";
export {
  ALF_PARTS,
  type AlfPart,
  COLLECTION_SPEC,
  collectionSpec,
  FILE_SPEC,
  FULL_SPEC,
  type PartOverrides,
  pathPattern,
  REL_PATH_SPEC,
  regex,
  SESSION_SPEC,
  specPattern,
} from "./spec.ts";
