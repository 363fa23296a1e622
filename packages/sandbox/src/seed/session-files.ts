import { type DType, type NdArray, type NdData } from "@neurophys/alf";
import { encodeNpy } from "@neurophys/alf/npy";
import { encodeJson } from "@neurophys/alf/text";
import { makeNumberVector, makeTable, makeUtf8Vector, writeParquet } from "@neurophys/tables";
import { type DemoInsertion, type DemoSession } from "./demo-lab.ts";
import { drawSpikes, type Spikes, siteCoordinates } from "./draw-spikes.ts";
import { drawTrials, type Trials } from "./draw-trials.ts";
import { sitesInBrain } from "./probe-track.ts";
import { createRandom, type Random } from "./random.ts";

/** Files of a session by path below it, e.g. `"alf/probe00/spikes.times.npy"`. */
export type SessionFiles = ReadonlyMap<string, Uint8Array>;

/** What a session's files are made of. */
export interface DrawnSession {
  readonly files: SessionFiles;
  readonly trials: Trials;
}

/** Clock correction of the second revision of the spikes, in seconds per second. */
const CLOCK_SKEW = 20e-6;
const CLUSTERS = 20;

/** Draw the files of a session; the same session gives the same bytes. */
export async function drawSessionFiles(session: DemoSession): Promise<DrawnSession> {
  const random = createRandom(session.seed);
  const files = new Map<string, Uint8Array>();
  const trials = drawTrials(random, session.trials);
  await addTrials(files, trials);
  addWheel(files, random, trials);
  for (const insertion of session.insertions) await addProbe(files, { random, trials, insertion, session });
  const labels = session.insertions.map(({ name, model }) => ({ label: name, model }));
  if (labels.length > 0) files.set("alf/probes.description.json", encodeJson(labels));
  const settings = { PYBPOD_PROTOCOL: session.protocol, SUBJECT_NAME: session.subject, NTRIALS: session.trials };
  files.set("raw_behavior_data/_iblrig_taskSettings.raw.json", encodeJson(settings));
  return { files, trials };
}

async function addTrials(files: Map<string, Uint8Array>, trials: Trials): Promise<void> {
  const { count, intervals, ...columns } = trials;
  files.set("alf/_ibl_trials.intervals.npy", npy("float64", intervals, [count, 2]));
  files.set("alf/_ibl_trials.stimOn_times.npy", npy("float64", columns.stimOnTimes));
  files.set("alf/_ibl_trials.feedbackType.npy", npy("int8", columns.feedbackType));
  const table = makeTable(
    new Map([
      ["intervals_0", makeNumberVector(intervals.filter((_, i) => i % 2 === 0))],
      ["intervals_1", makeNumberVector(intervals.filter((_, i) => i % 2 === 1))],
      ["stimOn_times", makeNumberVector(columns.stimOnTimes)],
      ["response_times", makeNumberVector(columns.responseTimes)],
      ["feedback_times", makeNumberVector(columns.feedbackTimes)],
      ["contrastLeft", makeNumberVector(columns.contrastLeft)],
      ["contrastRight", makeNumberVector(columns.contrastRight)],
      ["probabilityLeft", makeNumberVector(columns.probabilityLeft)],
      ["choice", makeNumberVector(columns.choice)],
      ["feedbackType", makeNumberVector(columns.feedbackType)],
    ]),
  );
  files.set("alf/_ibl_trials.table.pqt", await writeParquet(table));
}

function addWheel(files: Map<string, Uint8Array>, random: Random, trials: Trials): void {
  const duration = trials.intervals.at(-1) ?? 0;
  const count = Math.floor(duration * 20);
  let angle = 0;
  const position = Float64Array.from({ length: count }, () => (angle += 0.02 * random.normal()));
  files.set("alf/_ibl_wheel.position.npy", npy("float64", position));
  files.set(
    "alf/_ibl_wheel.timestamps.npy",
    npy(
      "float64",
      Float64Array.from({ length: count }, (_, i) => i / 20),
    ),
  );
}

interface ProbeParts {
  readonly random: Random;
  readonly trials: Trials;
  readonly insertion: DemoInsertion;
  readonly session: DemoSession;
}

async function addProbe(
  files: Map<string, Uint8Array>,
  { random, trials, insertion, session }: ProbeParts,
): Promise<void> {
  const folder = `alf/${insertion.name}`;
  const spikes = drawSpikes(random, { clusters: CLUSTERS, duration: trials.intervals.at(-1) ?? 0 });
  addSpikes(files, folder, spikes);
  if (session.revision !== undefined) {
    const times = spikes.times.map((time) => time * (1 + CLOCK_SKEW));
    addSpikes(files, `${folder}/#${session.revision}#`, { ...spikes, times });
  }
  files.set(`${folder}/clusters.depths.npy`, npy("float32", spikes.clusterDepths));
  files.set(`${folder}/clusters.channels.npy`, npy("int32", spikes.clusterChannels));
  await addClusterTables(files, folder, spikes);
  files.set(`${folder}/channels.localCoordinates.npy`, npy("float64", siteCoordinates(), [384, 2]));
  if (insertion.histology === "resolved") {
    const { mlapdv, regions } = sitesInBrain(insertion.track);
    files.set(`${folder}/channels.mlapdv.npy`, npy("float32", mlapdv, [384, 3]));
    files.set(`${folder}/channels.brainLocationIds_ccf_2017.npy`, npy("int32", regions));
  }
}

function addSpikes(files: Map<string, Uint8Array>, folder: string, spikes: Spikes): void {
  files.set(`${folder}/spikes.times.npy`, npy("float64", spikes.times));
  files.set(`${folder}/spikes.clusters.npy`, npy("int32", spikes.clusters));
  files.set(`${folder}/spikes.amps.npy`, npy("float32", spikes.amps));
  files.set(`${folder}/spikes.depths.npy`, npy("float32", spikes.depths));
}

async function addClusterTables(files: Map<string, Uint8Array>, folder: string, spikes: Spikes): Promise<void> {
  const labels = Array.from(spikes.clusterRates, (rate) => (rate > 2 ? "good" : "mua"));
  const metrics = new Map([
    ["cluster_id", makeNumberVector(Int32Array.from(labels, (_, i) => i))],
    ["firing_rate", makeNumberVector(spikes.clusterRates)],
    ["label", makeUtf8Vector(labels)],
  ]);
  files.set(`${folder}/clusters.metrics.pqt`, await writeParquet(makeTable(metrics)));
  const lines = labels.map((label, cluster) => `${cluster}\t${label}\n`);
  files.set(`${folder}/clusters.groups.tsv`, new TextEncoder().encode(`cluster_id\tgroup\n${lines.join("")}`));
}

function npy(dtype: DType, data: NdData, shape: readonly number[] = [data.length]): Uint8Array {
  const array: NdArray = { kind: "array", dtype, shape, data };
  return encodeNpy(array);
}
