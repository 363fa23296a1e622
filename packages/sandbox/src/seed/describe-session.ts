import { QC } from "@neurophys/alf";
import { type Kysely } from "kysely";
import { type Tables } from "../database/tables.ts";
import { stableId } from "../import/stable-id.ts";
import { type DemoSession } from "./demo-lab.ts";
import { type DescribedLab } from "./describe-lab.ts";

/**
 * Fill in what an import cannot read from the path of a session.
 *
 * @returns The session's id.
 */
export async function describeSession(
  db: Kysely<Tables>,
  session: DemoSession,
  { userId, labId, projectIds, correct }: DescribedLab & { readonly correct: number },
): Promise<string> {
  const day = session.date;
  const hour = String(8 + 2 * session.number).padStart(2, "0");
  const { id } = await db
    .updateTable("session")
    .from("subject")
    .set({
      start_time: `${day}T${hour}:12:30`,
      end_time: `${day}T${hour}:52:05`,
      task_protocol: session.protocol,
      n_trials: session.trials,
      n_correct_trials: correct,
      qc: QC[session.qc],
      extended_qc: JSON.stringify({ task: session.qc, _task_stimOn_delays: 0.98, behavior: Number(correct > 0) }),
      location_id: stableId("location demo_rig"),
      narrative: session.insertions.length > 0 ? "Recording with acute probes." : "Training.",
      json: JSON.stringify({ IS_MOCK: true, SESSION_NUMBER: session.number }),
    })
    .whereRef("subject.id", "=", "session.subject_id")
    .where("subject.nickname", "=", session.subject)
    .where("session.lab_id", "=", labId)
    .where("session.number", "=", session.number)
    .where("session.start_time", ">=", `${day}T00:00:00`)
    .where("session.start_time", "<=", `${day}T23:59:59`)
    .returning("session.id")
    .executeTakeFirstOrThrow();
  await link(db, id, {
    userId,
    projectId: projectIds.get(session.project)!,
    isRecording: session.insertions.length > 0,
  });
  return id;
}

async function link(
  db: Kysely<Tables>,
  sessionId: string,
  {
    userId,
    projectId,
    isRecording,
  }: {
    readonly userId: string;
    readonly projectId: string;
    readonly isRecording: boolean;
  },
): Promise<void> {
  await db
    .insertInto("session_member")
    .values({ session_id: sessionId, lab_member_id: userId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await db
    .insertInto("session_project")
    .values({ session_id: sessionId, project_id: projectId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const procedure = isRecording ? "Ephys recording with acute probe(s)" : "Behavior training/tasks";
  const { id } = await db
    .selectFrom("procedure_type")
    .select("id")
    .where("name", "=", procedure)
    .executeTakeFirstOrThrow();
  await db
    .insertInto("session_procedure")
    .values({ session_id: sessionId, procedure_type_id: id })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
