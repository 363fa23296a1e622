import { DataError } from "@neurophys/alf";

/** Someone answered a question with Ctrl-C or Escape. */
export class CancelledError extends DataError {
  override readonly name = "CancelledError";
  readonly code = "one/cancelled";

  constructor(left: string) {
    super(`Stopped; ${left}`);
  }
}
