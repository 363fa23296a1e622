import { type Kysely, sql } from "kysely";
import { type Tables } from "../../database/tables.ts";

/** Which session is looked for, and who looks. */
export interface SessionSearch {
  readonly subjectId: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly number: number;
  readonly userId: string;
}

/** A session, and the words for one that is not there. */
export interface FoundSession {
  readonly id: string;
}

/** There is no such session; the message is the original's. */
export class NoSessionError extends Error {}

async function join(db: Kysely<Tables>, sessionId: string, userId: string): Promise<void> {
  await db
    .insertInto("session_member")
    .values({ session_id: sessionId, lab_member_id: userId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/**
 * The session of a subject, a day and a number, locked until the transaction ends.
 *
 * Whoever asks becomes one of its users, and one of the users of the day's first session; and a session that is not the
 * day's first gets that one as its parent.
 *
 * @throws NoSessionError if there is none on the day, or none with the number.
 * @see Source: `_get_session` in Alyx, `data/transfers.py`.
 */
export async function findSession(
  db: Kysely<Tables>,
  { subjectId, date, number, userId }: SessionSearch,
): Promise<FoundSession> {
  const ofDay = db
    .selectFrom("session")
    .innerJoin("subject", "subject.id", "session.subject_id")
    .select(["session.id", "session.parent_session_id", "subject.nickname"])
    .where("session.subject_id", "=", subjectId)
    .where(sql<boolean>`session.start_time::date = ${date}::date`)
    .orderBy("session.start_time", "desc")
    .orderBy("session.id")
    .forUpdate("session");
  const base = await ofDay.where("session.parent_session_id", "is", null).limit(1).executeTakeFirst();
  const nickname = base?.nickname ?? (await nicknameOf(db, subjectId));
  if (base === undefined) throw new NoSessionError(`A base session for ${nickname} on ${date} does not exist`);
  await join(db, base.id, userId);
  const session = await ofDay.where("session.number", "=", number).limit(1).executeTakeFirst();
  if (session === undefined) throw new NoSessionError(`A session for ${nickname}/${number} on ${date} does not exist`);
  await join(db, session.id, userId);
  if (session.parent_session_id === null && session.id !== base.id) {
    await db.updateTable("session").set({ parent_session_id: base.id }).where("id", "=", session.id).execute();
  }
  return { id: session.id };
}

async function nicknameOf(db: Kysely<Tables>, subjectId: string): Promise<string> {
  const subject = await db.selectFrom("subject").select("nickname").where("id", "=", subjectId).executeTakeFirst();
  return subject?.nickname ?? subjectId;
}
