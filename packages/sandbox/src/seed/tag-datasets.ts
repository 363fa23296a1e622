import { type Kysely } from "kysely";
import { type Tables } from "../database/tables.ts";
import { stableId } from "../import/stable-id.ts";
import { DEMO_TAG, type DemoSession } from "./demo-lab.ts";

/** Give the spikes of sessions the tag of a publication, which protects them: the version that was published. */
export async function tagDatasets(db: Kysely<Tables>, sessions: readonly DemoSession[]): Promise<void> {
  const id = stableId(`tag ${DEMO_TAG}`);
  await db
    .insertInto("tag")
    .values({ id, name: DEMO_TAG, description: "Spikes as they were published.", protected: true, public: true })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const datasets = await db
    .selectFrom("dataset")
    .innerJoin("session", "session.id", "dataset.session_id")
    .innerJoin("subject", "subject.id", "session.subject_id")
    .select(["dataset.id", "subject.nickname", "session.start_time"])
    .where("dataset.name", "like", "spikes.%")
    .where("dataset.revision_id", "is", null)
    .execute();
  const links = datasets
    .filter(({ nickname, start_time }) =>
      sessions.some(({ subject, date }) => nickname === subject && start_time?.startsWith(date)),
    )
    .map(({ id: dataset_id }) => ({ dataset_id, tag_id: id }));
  if (links.length === 0) return;
  await db
    .insertInto("dataset_tag")
    .values(links)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
