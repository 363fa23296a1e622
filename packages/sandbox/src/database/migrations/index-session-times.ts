import { type Kysely } from "kysely";
import { runStatements } from "../run-statements.ts";

/**
 * Lets a search for sessions by dataset find what it sorts by in an index too: two indexes in the order of ids are merged, and
 * no session is read but those of the page.
 */
export async function indexSessionTimes<T>(db: Kysely<T>): Promise<void> {
  await runStatements(db, ["create index session_id_time on session (id) include (start_time)"]);
}
