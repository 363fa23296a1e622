import { type Kysely } from "kysely";
import { runStatements } from "../run-statements.ts";

/** Sets the flag of the datasets that `changed` names, where it is not right already. */
const refresh = (changed: string): string => `update dataset set online = fresh.online
    from (
      select dataset.id, coalesce(bool_or(file_record.exists and repository.globus_is_personal is false), false) as online
      from dataset
      left join file_record on file_record.dataset_id = dataset.id
      left join data_repository repository on repository.id = file_record.data_repository_id
      where dataset.id in (${changed})
      group by dataset.id) fresh
    where dataset.id = fresh.id and dataset.online is distinct from fresh.online`;

const trigger = (name: string, { event, transition, on }: { event: string; transition: string; on: string }): string =>
  `create trigger ${name} after ${event} on ${on} referencing ${transition} for each statement execute function ${name}()`;

const fn = (name: string, body: string): string =>
  `create function ${name}() returns trigger language plpgsql as $$ begin ${body}; return null; end $$`;

const NEW = "new table as fresh_rows";
const OLD = "old table as gone_rows";

/**
 * Lets the database itself know which datasets are online, i.e. on a repository that is not personal.
 *
 * A search for sessions by dataset asks this of every candidate; over two joins that would take as many random reads as there
 * are files. Triggers run once a statement, so that importing many rows stays cheap.
 */
export async function keepOnlineFlag<T>(db: Kysely<T>): Promise<void> {
  const both = "select dataset_id from fresh_rows union select dataset_id from gone_rows";
  const ofRepositories = `select file_record.dataset_id from file_record
      join fresh_rows on fresh_rows.id = file_record.data_repository_id
      join gone_rows on gone_rows.id = fresh_rows.id
      where fresh_rows.globus_is_personal is distinct from gone_rows.globus_is_personal`;
  await runStatements(db, [
    fn("file_record_added", refresh("select dataset_id from fresh_rows where exists")),
    trigger("file_record_added", { event: "insert", transition: NEW, on: "file_record" }),
    fn("file_record_changed", refresh(both)),
    trigger("file_record_changed", { event: "update", transition: `${NEW} ${OLD}`, on: "file_record" }),
    fn("file_record_gone", refresh("select dataset_id from gone_rows")),
    trigger("file_record_gone", { event: "delete", transition: OLD, on: "file_record" }),
    fn("repository_changed", refresh(ofRepositories)),
    trigger("repository_changed", { event: "update", transition: `${NEW} ${OLD}`, on: "data_repository" }),
  ]);
}
