import { type Kysely } from "kysely";
import { type Tables } from "../database/tables.ts";
import { stableId } from "../import/stable-id.ts";
import { DEMO_LAB, DEMO_PROJECTS, DEMO_SUBJECTS } from "./demo-lab.ts";

/** Ids that the records of sessions refer to. */
export interface DescribedLab {
  readonly userId: string;
  readonly labId: string;
  /** By name. */
  readonly projectIds: ReadonlyMap<string, string>;
}

/** Fill in the lab, its room, its projects and its subjects, which an import knows by name only. */
export async function describeLab(db: Kysely<Tables>, username: string): Promise<DescribedLab> {
  const { id: userId } = await db
    .selectFrom("lab_member")
    .select("id")
    .where("username", "=", username)
    .executeTakeFirstOrThrow();
  const { id: labId } = await db
    .updateTable("lab")
    .set({ institution: "Sandbox Institute", timezone: "Europe/London", reference_weight_pct: 0.85 })
    .where("name", "=", DEMO_LAB)
    .returning("id")
    .executeTakeFirstOrThrow();
  await db
    .insertInto("lab_location")
    .values({ id: stableId("location demo_rig"), name: "demo_rig", lab_id: labId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const projectIds = new Map<string, string>();
  for (const [name, description] of Object.entries(DEMO_PROJECTS)) {
    projectIds.set(name, await describeProject(db, { name, description, userId }));
  }
  for (const subject of DEMO_SUBJECTS) await describeSubject(db, subject, { userId, labId, projectIds });
  return { userId, labId, projectIds };
}

async function describeProject(
  db: Kysely<Tables>,
  { name, description, userId }: { readonly name: string; readonly description: string; readonly userId: string },
): Promise<string> {
  await db
    .insertInto("project")
    .values({ id: stableId(`project ${name}`), name, description })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { id } = await db.selectFrom("project").select("id").where("name", "=", name).executeTakeFirstOrThrow();
  await db
    .insertInto("project_member")
    .values({ project_id: id, lab_member_id: userId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return id;
}

async function describeSubject(
  db: Kysely<Tables>,
  { nickname, sex, birthDate }: (typeof DEMO_SUBJECTS)[number],
  { userId, labId, projectIds }: DescribedLab,
): Promise<void> {
  const species = await db.selectFrom("species").select("id").orderBy("name").executeTakeFirst();
  const { id } = await db
    .updateTable("subject")
    .set({ sex, birth_date: birthDate, responsible_user_id: userId, species_id: species?.id ?? null })
    .where("nickname", "=", nickname)
    .where("lab_id", "=", labId)
    .returning("id")
    .executeTakeFirstOrThrow();
  await db
    .insertInto("subject_project")
    .values([...projectIds.values()].map((project_id) => ({ subject_id: id, project_id })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
