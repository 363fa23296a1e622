import { type AlyxRest, type RestReadOptions, type RestRecord } from "./alyx-rest.ts";
import { AlyxInvalidRecordError, isAlyxError } from "./errors.ts";
import { isRecord } from "./record-field.ts";

/**
 * A record by its id or name.
 *
 * @returns `undefined` if the database says that there is none.
 * @throws AlyxInvalidRecordError if the answer is no record; what the client throws.
 */
export async function readIfThere(
  rest: AlyxRest,
  endpoint: string,
  { id, signal }: { readonly id: string } & Pick<RestReadOptions, "signal">,
): Promise<RestRecord | undefined> {
  try {
    const record = await rest.rest(endpoint, "read", { id }, { signal });
    if (isRecord(record)) return record;
    throw new AlyxInvalidRecordError(endpoint, record, "a record");
  } catch (error) {
    if (isAlyxError(error, "alyx/http-status") && error.status === 404) return undefined;
    throw error;
  }
}
