import { type Kysely, sql } from "kysely";
import { type Tables } from "../../database/tables.ts";
import { type ServedRecord } from "../resource/read-records.ts";

const first = sql`
  'id', dataset.id,
  'name', dataset.name,
  'file_size', dataset.file_size`;

const next = sql`
  'created_by', creator.username,
  'created_datetime', iso_time(dataset.created_datetime),
  'dataset_type', kind.name,
  'data_format', format.name`;

const last = sql`
  'collection', dataset.collection,
  'revision', coalesce(revision.name, ''),
  'default', dataset.default_dataset,
  'qc', dataset.qc,
  'file_records', (select coalesce(json_agg(json_build_object(
      'id', file.id,
      'data_repository', repository.name,
      'relative_path', file.relative_path,
      'exists', file.exists) order by repository.name), '[]')
    from file_record file join data_repository repository on repository.id = file.data_repository_id
    where file.dataset_id = dataset.id)`;

const inSession = sql`json_build_object(${first},
  'subject', subject.nickname, ${next},
  'session', session.id,
  'session_number', session.number,
  'session_users', coalesce((select string_agg(member.username, ',' order by member.username) from session_member pair
    join lab_member member on member.id = pair.lab_member_id where pair.session_id = session.id), ''),
  'session_start_time', iso_time(session.start_time), ${last})`;

const outsideSessions = sql`json_build_object(${first},
  'subject', (select animal.nickname from subject animal where animal.id = dataset.object_id), ${next},
  'content_type', owner.app_label || '.' || owner.model,
  'object_id', dataset.object_id, ${last})`;

/** What is answered for datasets that were registered, in their order. */
export async function describeRegistered(db: Kysely<Tables>, ids: readonly string[]): Promise<ServedRecord[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<{ id: string; record: ServedRecord }>`
    select dataset.id, case when dataset.session_id is null then ${outsideSessions} else ${inSession} end as record
    from dataset
    join dataset_type kind on kind.id = dataset.dataset_type_id
    join data_format format on format.id = dataset.data_format_id
    left join lab_member creator on creator.id = dataset.created_by_id
    left join revision on revision.id = dataset.revision_id
    left join session on session.id = dataset.session_id
    left join subject on subject.id = session.subject_id
    left join content_type owner on owner.id = dataset.content_type_id
    where dataset.id in (${sql.join([...new Set(ids)])})`.execute(db);
  const byId = new Map(rows.map(({ id, record }) => [id, record]));
  return ids.flatMap((id) => {
    const record = byId.get(id);
    return record === undefined ? [] : [record];
  });
}
