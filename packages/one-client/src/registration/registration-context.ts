import { type DatasetTypeMatcher } from "./dataset-types.ts";
import { type RegistrationFiles } from "./registration-files.ts";
import { type RegistrationRest } from "./registration-rest.ts";

/** What every function that registers is handed. */
export interface RegistrationContext {
  /** Client of the database. */
  readonly rest: RegistrationRest;
  /** The disk. */
  readonly files: RegistrationFiles;
  /** The clock: its local day is that of new revisions and sessions. */
  readonly now: () => Date;
  /** Finds the types of a file name. */
  readonly typesOf: DatasetTypeMatcher;
  /** Extensions that the database knows, with their dot; `""` takes files without any. */
  readonly fileExtensions: readonly string[];
}
