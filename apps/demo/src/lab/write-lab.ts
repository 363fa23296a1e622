import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type DType, type NdArray, type NdData } from "@neurophys/alf";
import { encodeNpy } from "@neurophys/alf/npy";
import { writeFileAtomic } from "@neurophys/alf/store/node";
import { encodeJson } from "@neurophys/alf/text";
import { drawTrials, drawWheel, type Trials } from "./behaviour.ts";
import { createRandom, type Random } from "./random.ts";
import { drawProbe, type Spikes, siteCoordinates } from "./spikes.ts";

/** How large a lab to make. */
export interface LabOptions {
  readonly seed: number;
  readonly subjects: number;
  readonly sessionsPerSubject: number;
  readonly durationS: number;
  readonly clustersPerProbe: number;
}

/** The demo's lab: 3 subjects, 12 sessions of 5 minutes, about 1.4 million spikes. */
export const DEMO_LAB: LabOptions = {
  seed: 20240506,
  subjects: 3,
  sessionsPerSubject: 4,
  durationS: 300,
  clustersPerProbe: 36,
};

/** What was written. */
export interface LabSummary {
  readonly sessions: number;
  readonly files: number;
  readonly bytes: number;
  readonly spikes: number;
}

export const LAB: string = "demolab";
const DAY_MS = 86_400_000;
const PROBES = ["probe00", "probe01"] as const;
/** Folder of the second revision of the spikes: the same spikes on a corrected clock. */
const REVISION = "#2024-07-15#";
/** Clock correction of the second revision, in seconds per second. */
const CLOCK_SKEW = 20e-6;

/** Write a lab of ALF sessions below `root`; the same options give the same bytes. */
export async function writeLab(
  root: string,
  options: LabOptions,
  onSession?: (done: number, total: number) => void,
): Promise<LabSummary> {
  const random = createRandom(options.seed);
  const total = options.subjects * options.sessionsPerSubject;
  const summary = { sessions: 0, files: 0, bytes: 0, spikes: 0 };
  for (let subject = 0; subject < options.subjects; subject += 1) {
    for (let index = 0; index < options.sessionsPerSubject; index += 1) {
      // Two sessions on the first day, so that there is a number 002.
      const day = Math.max(0, index - 1) * 3 + subject * 40;
      const date = new Date(Date.UTC(2024, 4, 6) + day * DAY_MS).toISOString().slice(0, 10);
      const number = index === 1 ? "002" : "001";
      const folder = join(root, LAB, "Subjects", `NP_${String(subject + 1).padStart(3, "0")}`, date, number);
      const files = drawSession(random, options, { hasRevision: index === 0 });
      for (const [path, bytes] of files.datasets) {
        const file = join(folder, path);
        await mkdir(dirname(file), { recursive: true });
        await writeFileAtomic(file, bytes);
        summary.files += 1;
        summary.bytes += bytes.length;
      }
      summary.sessions += 1;
      summary.spikes += files.spikes;
      onSession?.(summary.sessions, total);
    }
  }
  return summary;
}

type Datasets = Map<string, Uint8Array>;

function drawSession(
  random: Random,
  options: LabOptions,
  { hasRevision }: { hasRevision: boolean },
): { datasets: Datasets; spikes: number } {
  const datasets: Datasets = new Map();
  const trials = drawTrials(random, options.durationS);
  addTrials(datasets, trials);
  const wheel = drawWheel(random, trials, options.durationS);
  datasets.set("alf/_ibl_wheel.timestamps.npy", npy("float64", wheel.timestamps));
  datasets.set("alf/_ibl_wheel.position.npy", npy("float64", wheel.position));
  let count = 0;
  for (const probe of PROBES) {
    const { spikes, clusters } = drawProbe(random, trials, {
      durationS: options.durationS,
      clusterCount: options.clustersPerProbe,
    });
    const folder = `alf/${probe}`;
    addSpikes(datasets, folder, spikes);
    if (hasRevision)
      addSpikes(datasets, `${folder}/${REVISION}`, {
        ...spikes,
        times: spikes.times.map((time) => time * (1 + CLOCK_SKEW)),
      });
    datasets.set(`${folder}/clusters.depths.npy`, npy("float32", clusters.depths));
    datasets.set(`${folder}/clusters.channels.npy`, npy("int32", clusters.channels));
    datasets.set(`${folder}/clusters.amps.npy`, npy("float32", clusters.amps));
    const sites = siteCoordinates();
    datasets.set(`${folder}/channels.localCoordinates.npy`, npy("float32", sites, [sites.length / 2, 2]));
    datasets.set(
      `${folder}/channels.rawInd.npy`,
      npy(
        "int32",
        Int32Array.from({ length: sites.length / 2 }, (_, i) => i),
      ),
    );
    count += spikes.times.length;
  }
  datasets.set("alf/probes.description.json", encodeJson(PROBES.map((label) => ({ label, model: "NP1" }))));
  datasets.set(
    "raw_behavior_data/_iblrig_taskSettings.raw.json",
    encodeJson({ PYBPOD_PROTOCOL: "ephysChoiceWorld", SESSION_DURATION: options.durationS }),
  );
  return { datasets, spikes: count };
}

function addSpikes(datasets: Datasets, folder: string, spikes: Spikes): void {
  datasets.set(`${folder}/spikes.times.npy`, npy("float64", spikes.times));
  datasets.set(`${folder}/spikes.clusters.npy`, npy("int32", spikes.clusters));
  datasets.set(`${folder}/spikes.amps.npy`, npy("float32", spikes.amps));
  datasets.set(`${folder}/spikes.depths.npy`, npy("float32", spikes.depths));
}

function addTrials(datasets: Datasets, trials: Trials): void {
  const add = (attribute: string, bytes: Uint8Array): unknown =>
    datasets.set(`alf/_ibl_trials.${attribute}.npy`, bytes);
  add("intervals", npy("float64", trials.intervals, [trials.count, 2]));
  add("stimOn_times", npy("float64", trials.stimOnTimes));
  add("goCue_times", npy("float64", trials.goCueTimes));
  add("firstMovement_times", npy("float64", trials.firstMovementTimes));
  add("response_times", npy("float64", trials.responseTimes));
  add("feedback_times", npy("float64", trials.feedbackTimes));
  add("contrastLeft", npy("float64", trials.contrastLeft));
  add("contrastRight", npy("float64", trials.contrastRight));
  add("choice", npy("int8", trials.choice));
  add("feedbackType", npy("int8", trials.feedbackType));
  add("probabilityLeft", npy("float64", trials.probabilityLeft));
  add("rewardVolume", npy("float64", trials.rewardVolume));
}

function npy(dtype: DType, data: NdData, shape: readonly number[] = [data.length]): Uint8Array {
  const array: NdArray = { kind: "array", dtype, shape, data };
  return encodeNpy(array);
}
