import { type Kysely } from "kysely";
import { type Tables } from "../database/tables.ts";
import { stableId } from "../import/stable-id.ts";
import { type DemoInsertion, type DemoSession, type Histology } from "./demo-lab.ts";
import { SITES, siteCoordinates } from "./draw-spikes.ts";
import { sitesInBrain, tracePicks } from "./probe-track.ts";

/** Key of the alignment that counts: when it was made, and by whom. */
const ALIGNMENT = "2024-08-01T10:30:00_demo";
/** Depths along the probe where two were matched, and where they are in the brain: metres. */
const FEATURE: readonly number[] = [-0.0008, 0.0005, 0.0021, 0.0046];
const TRACK: readonly number[] = [-0.0008, 0.00054, 0.00213, 0.0046];

/** Ways in which a trajectory becomes known, with their numbers in the database. */
const PROVENANCES = { planned: 10, micromanipulator: 30, histology: 50, aligned: 70 } as const;
const REACHED: Readonly<Record<Histology, readonly (keyof typeof PROVENANCES)[]>> = {
  none: ["planned", "micromanipulator"],
  traced: ["planned", "micromanipulator", "histology"],
  aligned: ["planned", "micromanipulator", "histology", "aligned"],
  resolved: ["planned", "micromanipulator", "histology", "aligned"],
};

/** Fill in models, tracings, alignments and trajectories of a session's probes. */
export async function describeInsertions(db: Kysely<Tables>, sessionId: string, session: DemoSession): Promise<void> {
  for (const insertion of session.insertions) {
    const model = await db
      .selectFrom("probe_model")
      .select("id")
      .where("probe_model", "=", insertion.model)
      .executeTakeFirstOrThrow();
    const { id } = await db
      .updateTable("probe_insertion")
      .set({ model_id: model.id, serial: insertion.serial, json: JSON.stringify(insertionJson(insertion)) })
      .where("session_id", "=", sessionId)
      .where("name", "=", insertion.name)
      .returning("id")
      .executeTakeFirstOrThrow();
    await addTrajectories(db, id, insertion);
  }
}

function insertionJson({ track, histology }: DemoInsertion): object {
  const isAligned = histology === "aligned" || histology === "resolved";
  return {
    qc: "NOT_SET",
    ...(histology !== "none" && { xyz_picks: tracePicks(track) }),
    extended_qc: {
      tracing_exists: histology !== "none",
      alignment_count: isAligned ? 1 : 0,
      ...(isAligned && { alignment_stored: ALIGNMENT }),
      alignment_resolved: histology === "resolved",
      ...(histology === "resolved" && { alignment_resolved_by: "qc", alignment_qc: 0.93 }),
    },
  };
}

async function addTrajectories(db: Kysely<Tables>, insertionId: string, insertion: DemoInsertion): Promise<void> {
  const system = await db
    .selectFrom("coordinate_system")
    .select("id")
    .where("name", "=", "IBL-Allen")
    .executeTakeFirstOrThrow();
  for (const [step, way] of REACHED[insertion.histology].entries()) {
    const { x, y, z, depth, theta, phi, roll } = insertion.track;
    const id = stableId(`trajectory ${insertionId} ${way}`);
    const alignment = way === "aligned" ? JSON.stringify({ [ALIGNMENT]: [FEATURE, TRACK] }) : null;
    const added = await db
      .insertInto("trajectory_estimate")
      .values({
        id,
        probe_insertion_id: insertionId,
        coordinate_system_id: system.id,
        ...{ x: x + 12 * step, y: y - 7 * step, z, depth: depth - 25 * step, theta, phi, roll },
        provenance: PROVENANCES[way],
        json: alignment,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning("id")
      .executeTakeFirst();
    if (way === "aligned" && added !== undefined) await addChannels(db, id, insertion);
  }
}

async function addChannels(db: Kysely<Tables>, trajectoryId: string, insertion: DemoInsertion): Promise<void> {
  const sites = siteCoordinates();
  const { mlapdv, regions } = sitesInBrain(insertion.track);
  const rows = Array.from({ length: SITES }, (_, site) => ({
    id: stableId(`channel ${trajectoryId} ${site}`),
    trajectory_estimate_id: trajectoryId,
    brain_region_id: regions[site]!,
    lateral: sites[2 * site]!,
    axial: sites[2 * site + 1]!,
    x: mlapdv[3 * site]!,
    y: mlapdv[3 * site + 1]!,
    z: mlapdv[3 * site + 2]!,
  }));
  await db.insertInto("channel").values(rows).execute();
}
