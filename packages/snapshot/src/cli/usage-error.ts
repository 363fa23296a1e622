import { DataError } from "@neurophys/alf";

/** A command line that cannot be understood or carried out as it stands; ends with exit code 2. */
export class UsageError extends DataError {
  override readonly name = "UsageError";
  readonly code = "snapshot/usage";
}
