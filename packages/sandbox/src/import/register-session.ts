import { type Kysely } from "kysely";
import { type Tables } from "../database/tables.ts";
import { type FoundDataset, type FoundSession } from "./find-sessions.ts";
import { type RegisteredLab } from "./register-lab.ts";
import { stableId } from "./stable-id.ts";

/** A session in the database. */
export interface RegisteredSession {
  readonly id: string;
  readonly isNew: boolean;
}

/** `subject/date/number` as it is in the paths of a repository. */
export function sessionPath({ subject, date, number }: FoundSession): string {
  return `${subject}/${date}/${String(number).padStart(3, "0")}`;
}

/** Make a session, and its subject, where they are missing. */
export async function registerSession(
  db: Kysely<Tables>,
  session: FoundSession,
  { labId, lab }: RegisteredLab & { readonly lab: string },
): Promise<RegisteredSession> {
  const subjectId = await registerSubject(db, session.subject, { labId, lab });
  const existing = await db
    .selectFrom("session")
    .select("id")
    .where("subject_id", "=", subjectId)
    .where("number", "=", session.number)
    .where("start_time", ">=", `${session.date}T00:00:00`)
    .where("start_time", "<=", `${session.date}T23:59:59.999999`)
    .orderBy("id")
    .executeTakeFirst();
  if (existing !== undefined) return { id: existing.id, isNew: false };
  const id = stableId(`session ${lab}/${sessionPath(session)}`);
  await db
    .insertInto("session")
    .values({
      id,
      subject_id: subjectId,
      lab_id: labId,
      number: session.number,
      start_time: `${session.date}T00:00:00`,
      type: "Experiment",
    })
    .execute();
  return { id, isNew: true };
}

async function registerSubject(
  db: Kysely<Tables>,
  nickname: string,
  { labId, lab }: { readonly labId: string; readonly lab: string },
): Promise<string> {
  const find = () =>
    db
      .selectFrom("subject")
      .select("id")
      .where("nickname", "=", nickname)
      .where("lab_id", "=", labId)
      .executeTakeFirst();
  const existing = await find();
  if (existing !== undefined) return existing.id;
  const id = stableId(`subject ${lab}/${nickname}`);
  await db.insertInto("subject").values({ id, nickname, lab_id: labId }).execute();
  return id;
}

/** Label of the probe that a collection is of, e.g. `"probe00"` of `"alf/probe00/pykilosort"`. */
function probeLabel(collection: string): string | undefined {
  return /^(?:alf|raw_ephys_data)\/(probe[\da-zA-Z_]+)(?:\/|$)/.exec(collection)?.[1];
}

/**
 * Make an insertion for every probe that has a collection, where it is missing, and give it the datasets of these.
 *
 * @param idOf - Ids of the session's datasets by path.
 * @returns How many were made.
 */
export async function registerInsertions(
  db: Kysely<Tables>,
  sessionId: string,
  { datasets, idOf }: { readonly datasets: readonly FoundDataset[]; readonly idOf: ReadonlyMap<string, string> },
): Promise<number> {
  const labels = new Set(datasets.flatMap(({ collection }) => probeLabel(collection) ?? []));
  let made = 0;
  for (const label of labels) {
    const files = datasets.filter(({ collection }) => probeLabel(collection) === label);
    const existing = await db
      .selectFrom("probe_insertion")
      .select("id")
      .where("session_id", "=", sessionId)
      .where("name", "=", label)
      .executeTakeFirst();
    const id = existing?.id ?? stableId(`insertion ${sessionId} ${label}`);
    if (existing === undefined) {
      await db.insertInto("probe_insertion").values({ id, session_id: sessionId, name: label }).execute();
      made++;
    }
    const links = files
      .flatMap(({ path }) => idOf.get(path) ?? [])
      .map((dataset_id) => ({ probe_insertion_id: id, dataset_id }));
    if (links.length === 0) continue;
    await db
      .insertInto("probe_insertion_dataset")
      .values(links)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  return made;
}
