import { type QcLevel } from "@neurophys/alf";
import { type Kysely, sql } from "kysely";
import { type Tables } from "../database/tables.ts";

/** A row of the sessions table. */
export interface SessionRow {
  readonly id: string;
  readonly lab: string;
  readonly subject: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly number: number;
  readonly taskProtocol: string;
  /** Names, joined by commas. */
  readonly projects: string;
}

/** A row of the datasets table. */
export interface DatasetRow {
  readonly eid: string;
  readonly id: string;
  /** Relative to the session. */
  readonly relPath: string;
  readonly fileSize: number | null;
  readonly hash: string | null;
  readonly exists: boolean;
  readonly qc: QcLevel;
  readonly defaultRevision: boolean;
}

/** Read what the sessions table holds: sessions with a day and a number, sorted by id. */
export async function readSessionRows(db: Kysely<Tables>): Promise<readonly SessionRow[]> {
  const projects = sql<string>`coalesce((
    select string_agg(project.name, ',' order by project.name)
    from session_project join project on project.id = session_project.project_id
    where session_project.session_id = session.id), '')`;
  return await db
    .selectFrom("session")
    .innerJoin("subject", "subject.id", "session.subject_id")
    .leftJoin("lab", "lab.id", "session.lab_id")
    .select([
      "session.id",
      sql<string>`coalesce(lab.name, '')`.as("lab"),
      "subject.nickname as subject",
      sql<string>`session.start_time::date`.as("date"),
      sql<number>`session.number`.as("number"),
      "session.task_protocol as taskProtocol",
      projects.as("projects"),
    ])
    .where("session.start_time", "is not", null)
    .where("session.number", "is not", null)
    .orderBy("session.id")
    .execute();
}

/** Read what the datasets table holds: datasets of these sessions, sorted by session and id. */
export async function readDatasetRows(db: Kysely<Tables>): Promise<readonly DatasetRow[]> {
  const relPath = sql<string>`case when dataset.collection = '' then '' else dataset.collection || '/' end
    || case when revision.name is null then '' else '#' || revision.name || '#/' end || dataset.name`;
  return await db
    .selectFrom("dataset")
    .innerJoin("session", "session.id", "dataset.session_id")
    .leftJoin("revision", "revision.id", "dataset.revision_id")
    .select([
      "session.id as eid",
      "dataset.id",
      relPath.as("relPath"),
      "dataset.file_size as fileSize",
      sql<string | null>`nullif(dataset.hash, '')`.as("hash"),
      "dataset.online as exists",
      sql<QcLevel>`dataset.qc`.as("qc"),
      "dataset.default_dataset as defaultRevision",
    ])
    .where("session.start_time", "is not", null)
    .where("session.number", "is not", null)
    .orderBy("session.id")
    .orderBy("dataset.id")
    .execute();
}
