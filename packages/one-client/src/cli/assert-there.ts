import { type One } from "../one.ts";

/**
 * A listing of an unknown session is empty, which is another matter than a session without such datasets.
 *
 * @param listed - What was listed: the session is looked for only where that is nothing.
 * @throws SessionNotFoundError, UnresolvedSessionError or AlyxSessionNotFoundError if it is not there.
 */
export async function assertThere(one: One, eid: string, listed: readonly unknown[]): Promise<void> {
  if (listed.length === 0) await one.getDetails(eid);
}
