import { CorruptParquetError, isTablesError, type TablePlace, TableTooLargeError } from "../errors.ts";
import { BudgetFault } from "./memory-budget.ts";

/**
 * Run a step of decoding; what goes wrong in it is the file's fault.
 *
 * @throws TableTooLargeError or CorruptParquetError, with the place.
 */
export function decoding<T>(place: TablePlace, step: () => T): T {
  try {
    return step();
  } catch (cause) {
    if (cause instanceof BudgetFault) throw new TableTooLargeError(place, "bytes", cause);
    if (isTablesError(cause)) throw cause;
    throw new CorruptParquetError(place, messageOf(cause), { cause });
  }
}

/** The message of whatever was thrown. */
export function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
