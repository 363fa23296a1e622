import { type Kysely } from "kysely";
import { type Tables } from "../database/tables.ts";
import { stableId } from "./stable-id.ts";

/** A lab and the repository of its files. */
export interface RegisteredLab {
  readonly labId: string;
  readonly repositoryId: string;
}

/** Path of a lab's subjects on the data server, percent-encoded, e.g. `"churchlandlab/Subjects"`. */
export function subjectsPath(lab: string): string {
  return `${encodeURIComponent(lab)}/Subjects`;
}

/** Make a lab, and the repository of its files on the data server, where they are missing. */
export async function registerLab(db: Kysely<Tables>, lab: string): Promise<RegisteredLab> {
  await db
    .insertInto("lab")
    .values({ id: stableId(`lab ${lab}`), name: lab })
    .onConflict((conflict) => conflict.column("name").doNothing())
    .execute();
  await db
    .insertInto("data_repository")
    .values({
      id: stableId(`repository ${lab}`),
      name: `sandbox_${lab}`,
      globus_path: `/${lab}/Subjects/`,
      globus_is_personal: false,
      json: JSON.stringify({ sandbox_path: subjectsPath(lab) }),
    })
    .onConflict((conflict) => conflict.column("name").doNothing())
    .execute();
  const { id: labId } = await db.selectFrom("lab").select("id").where("name", "=", lab).executeTakeFirstOrThrow();
  const { id: repositoryId } = await db
    .selectFrom("data_repository")
    .select("id")
    .where("name", "=", `sandbox_${lab}`)
    .executeTakeFirstOrThrow();
  await db
    .insertInto("lab_repository")
    .values({ lab_id: labId, data_repository_id: repositoryId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return { labId, repositoryId };
}

/**
 * Tell the repositories of a sandbox under which address their files are served now: the port may be another at every
 * start.
 *
 * @param dataUrl - Address of the data server, without a slash at its end.
 */
export async function pointRepositories(db: Kysely<Tables>, dataUrl: string): Promise<void> {
  const repositories = await db
    .selectFrom("data_repository")
    .select(["id", "json", "data_url"])
    .where("name", "like", "sandbox\\_%")
    .execute();
  for (const { id, json, data_url } of repositories) {
    const path = isRecord(json) ? json["sandbox_path"] : undefined;
    const wanted = `${dataUrl}/${String(path)}/`;
    if (typeof path !== "string" || data_url === wanted) continue;
    const { hostname } = new URL(dataUrl);
    await db.updateTable("data_repository").set({ data_url: wanted, hostname }).where("id", "=", id).execute();
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
