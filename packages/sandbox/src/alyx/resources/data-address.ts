import { sql } from "kysely";
import { columnOf, type Sql } from "../query/sql-row.ts";
import { computed, type RecordFieldDraft } from "../resource/record-fields.ts";

/** A path with the id of its dataset before the extension, as servers store files. */
const withId = (path: Sql, id: Sql): Sql =>
  sql`case when ${path} ~ '[^/][.][^./]+$' then regexp_replace(${path}, '([.][^./]+)$', '.' || ${id}::text || '\\1')
    else ${path} || '.' || ${id}::text end`;

/** Address of a file record's file; null for a repository that serves none. */
export const fileAddress: RecordFieldDraft = computed(
  ({ row }) => sql`(select repository.data_url || ${withId(columnOf(row, "relative_path"), columnOf(row, "dataset_id"))}
    from data_repository repository
    where repository.id = ${columnOf(row, "data_repository_id")} and repository.data_url <> '')`,
  { type: "string", nullable: true },
);

/** Address of a dataset's file: of a repository that has it, rather a server than a computer of a lab. */
export const dataAddress: RecordFieldDraft = computed(
  ({ row }) => sql`(select repository.data_url || ${withId(sql`file.relative_path`, sql`file.dataset_id`)}
    from file_record file join data_repository repository on repository.id = file.data_repository_id
    where file.dataset_id = ${columnOf(row, "id")} and file.exists and repository.data_url <> ''
    order by repository.globus_is_personal nulls last, repository.name desc limit 1)`,
  { type: "string", nullable: true },
);
