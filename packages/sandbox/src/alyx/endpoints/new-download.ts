import { isUuidString } from "@neurophys/alf";
import { type Context } from "hono";
import { type Kysely } from "kysely";
import { type Tables } from "../../database/tables.ts";
import { answer } from "../rest/answers.ts";
import { isObject, readAnyBody } from "../rest/read-body.ts";
import { failAs } from "../rest/refusal.ts";
import { type Server, type ServerEnv } from "../rest/server.ts";
import { serverTime } from "../rest/server-time.ts";

/** Names of a list, or of a text with commas. */
function namesOf(value: unknown): string[] {
  const names = typeof value === "string" ? value.split(",") : Array.isArray(value) ? value.map(String) : [];
  return names.filter((name) => name !== "");
}

interface Download {
  readonly userId: string;
  readonly now: string;
  readonly projects: readonly string[];
}

/** Counts one more download of a dataset by a user. */
async function countDownload(
  db: Kysely<Tables>,
  dataset: string,
  { userId, now, projects }: Download,
): Promise<{ id: string; count: number }> {
  const known = isUuidString(dataset)
    ? await db.selectFrom("dataset").select("id").where("id", "=", dataset).executeTakeFirst()
    : undefined;
  if (known === undefined) throw failAs("Dataset matching query does not exist.");
  const download = await db
    .insertInto("download")
    .values({ user_id: userId, dataset_id: dataset, count: 1, first_download: now, last_download: now })
    .onConflict((conflict) =>
      conflict
        .columns(["user_id", "dataset_id"])
        .doUpdateSet((eb) => ({ count: eb("download.count", "+", 1), last_download: now })),
    )
    .returning(["id", "count"])
    .executeTakeFirstOrThrow();
  for (const name of projects) {
    const project = await db.selectFrom("project").select("id").where("name", "=", name).executeTakeFirst();
    if (project === undefined) throw failAs("Project matching query does not exist.");
    await db
      .insertInto("download_project")
      .values({ download_id: download.id, project_id: project.id })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  return download;
}

/** Notes that a user has downloaded datasets. */
export async function newDownloadEndpoint(server: Server, context: Context<ServerEnv>): Promise<Response> {
  const sent = await readAnyBody(context);
  const body = isObject(sent) ? sent : {};
  const download = {
    userId: context.get("account").id,
    now: serverTime(server.clock()),
    projects: namesOf(body["projects"]),
  };
  const counted = await server.db.transaction().execute(async (db) => {
    const downloads: { id: string; count: number }[] = [];
    for (const dataset of namesOf(body["datasets"])) downloads.push(await countDownload(db, dataset, download));
    return downloads;
  });
  return answer(context, 201, { download: counted.map(({ id }) => id), count: counted.map(({ count }) => count) });
}
