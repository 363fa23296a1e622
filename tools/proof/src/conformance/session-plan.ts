import { type Random } from "./random.ts";

/** A file that `python/build.py` writes. */
export interface PlannedFile {
  /** Below the root of all sessions. */
  readonly path: string;
  readonly extension: string;
  readonly attribute: string;
  readonly rows: number;
  readonly seed: number;
}

/** An object as it may occur in a session: where, and which files it can have. */
interface ObjectPlan {
  readonly collections: readonly string[];
  readonly files: readonly string[];
  /** Revisions that some of its files may have too. */
  readonly revisions?: readonly string[];
}

const LABS = ["", "alphalab", "beta_lab"];
const SUBJECTS = ["AL001", "AL001x", "AL010", "be-002", "G.7", "sub_03", "NYU-12"];
const PROBES = ["alf/probe00", "alf/probe01", "alf/probe00/pykilosort"];
const REVISIONS = ["2021-01-01", "2022-05-05", "2022-05-05a"];

const OBJECTS: readonly ObjectPlan[] = [
  {
    collections: ["alf"],
    revisions: REVISIONS,
    files: [
      "_ibl_trials.choice.npy",
      "_ibl_trials.response_times.npy",
      "_ibl_trials.goCue_times_bpod.npy",
      "_ibl_trials.intervals.npy",
      "_ibl_trials.intervals_bpod.npy",
      "_ibl_trials.table.pqt",
    ],
  },
  { collections: ["alf", "alf/task_00"], files: ["_ibl_wheel.position.npy", "_ibl_wheel.timestamps.npy"] },
  {
    collections: PROBES,
    revisions: REVISIONS,
    files: ["spikes.times.npy", "spikes.amps.npy", "spikes.clusters.npy", "spikes.times.metadata.json"],
  },
  { collections: PROBES, files: ["clusters.channels.npy", "clusters.metrics.pqt", "clusters.depths.csv"] },
  { collections: ["raw_behavior_data"], files: ["_iblrig_taskData.raw.jsonable", "_iblrig_taskSettings.raw.json"] },
  { collections: ["raw_behavior_data"], files: ["_iblrig_encoderEvents.raw.ssv", "_iblrig_encoderTrialInfo.raw.ssv"] },
  // No sync points beside a video: the original stops at an object whose first attribute has no rows (D20).
  { collections: ["raw_video_data"], files: ["_iblrig_leftCamera.raw.mp4", "_iblrig_leftCamera.times.npy"] },
  { collections: ["", "alf"], files: ["licks.times.npy", "licks.times.csv", "licks.lickType.tsv", "licks.raw.bin"] },
  { collections: ["", "etc"], files: ["settings.conf.yaml", "settings.conf_clk.part1.part2.json", "settings.old.yml"] },
  { collections: ["etc"], files: ["archive.data.npz", "sorter.labels.htsv", "probes.description.json"] },
  { collections: ["", "alf"], files: ["passive.spots_intervals.npy", "passive.spots.npy"] },
];

/** Files beside datasets that no table may list. */
const STRAYS = ["notes.txt", "alf/README", "create_me.flag"];

function sessionFolder(random: Random, taken: Set<string>): string {
  for (;;) {
    const subject = random.pick(SUBJECTS);
    const month = String(random.integer(1, 12)).padStart(2, "0");
    const date = `${random.integer(2019, 2021)}-${month}-${String(random.integer(1, 28)).padStart(2, "0")}`;
    const number = random.pick([1, 1, 1, 2, 3, 12, 100]);
    const key = `${subject}/${date}/${number}`;
    if (taken.has(key)) continue;
    taken.add(key);
    const lab = random.pick(LABS);
    const text = random.chance(0.8) ? String(number).padStart(3, "0") : String(number);
    return `${lab === "" ? "" : `${lab}/Subjects/`}${subject}/${date}/${text}`;
  }
}

function planFile(random: Random, folder: string, name: string, rows: number): PlannedFile {
  const parts = name.split(".");
  const seed = random.integer(0, 2 ** 31);
  return { path: `${folder}/${name}`, extension: parts.at(-1) ?? "", attribute: parts[1] ?? "", rows, seed };
}

function planSession(random: Random, session: string): PlannedFile[] {
  const files: PlannedFile[] = [];
  const objects = random.some(OBJECTS, 0.45);
  for (const { collections, files: names, revisions } of objects.length > 0 ? objects : [random.pick(OBJECTS)]) {
    const collection = random.pick(collections);
    const folder = collection === "" ? session : `${session}/${collection}`;
    const rows = random.integer(2, 40);
    const chosen = random.some(names, 0.8);
    for (const name of chosen.length > 0 ? chosen : names.slice(0, 1)) {
      files.push(planFile(random, folder, name, random.chance(0.03) ? rows + 1 : rows));
      for (const revision of random.chance(0.4) ? random.some(revisions ?? [], 0.5) : []) {
        files.push(planFile(random, `${folder}/#${revision}#`, name, rows));
      }
    }
  }
  if (random.chance(0.2)) files.push(planFile(random, session, random.pick(STRAYS), 8));
  return files;
}

/**
 * Plan sessions with files of many formats.
 *
 * @returns Every file; no session is without a dataset, because Python's indexing stops at one.
 */
export function planSessions(random: Random, count: number): PlannedFile[] {
  const taken = new Set<string>();
  return Array.from({ length: count }, () => planSession(random, sessionFolder(random, taken))).flat();
}
