import { type ProbeTrack } from "./probe-track.ts";

/** How far the place of a probe in the brain is known. */
export type Histology = "none" | "traced" | "aligned" | "resolved";

/** A probe of a demo session. */
export interface DemoInsertion {
  /** Label and name of its collection, e.g. `"probe00"`. */
  readonly name: string;
  readonly model: string;
  readonly serial: string;
  readonly track: ProbeTrack;
  readonly histology: Histology;
}

/** A session of the demo lab. */
export interface DemoSession {
  readonly subject: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly number: number;
  readonly protocol: string;
  readonly project: string;
  readonly trials: number;
  readonly qc: "NOT_SET" | "PASS" | "WARNING" | "FAIL";
  /** Name of a second version of the spikes. */
  readonly revision?: string | undefined;
  readonly insertions: readonly DemoInsertion[];
  readonly seed: number;
}

/** A subject of the demo lab. */
export interface DemoSubject {
  readonly nickname: string;
  readonly sex: "M" | "F";
  /** `YYYY-MM-DD`. */
  readonly birthDate: string;
}

/** Name of the demo lab. */
export const DEMO_LAB = "demolab";
/** Tag of datasets that went into a publication: they are protected. */
export const DEMO_TAG = "2024_Q3_Demo";
/** Version of the spikes on a corrected clock. */
export const DEMO_REVISION = "2024-07-15";
/** Projects and what they are about. */
export const DEMO_PROJECTS: Readonly<Record<string, string>> = {
  demo_behaviour: "Learning of a visual task.",
  demo_brainwide: "Recordings along fixed tracks during a visual task.",
};
/** Subjects of the demo lab. */
export const DEMO_SUBJECTS: readonly DemoSubject[] = [
  { nickname: "DM_001", sex: "M", birthDate: "2024-01-15" },
  { nickname: "DM_002", sex: "F", birthDate: "2024-01-18" },
  { nickname: "DM_003", sex: "F", birthDate: "2024-02-02" },
];

const TRACKS: readonly ProbeTrack[] = [
  { x: -2243, y: -2000, z: -361, depth: 4200, theta: 15, phi: 180, roll: 0 },
  { x: 1900, y: -2500, z: -300, depth: 4000, theta: 10, phi: 0, roll: 0 },
];

function probe(index: number, histology: Histology, serial: string): DemoInsertion {
  return { name: `probe0${index}`, model: "3B2", serial, track: TRACKS[index]!, histology };
}

const TRAINING = { protocol: "_iblrig_tasks_trainingChoiceWorld6.4.2", project: "demo_behaviour", insertions: [] };
const EPHYS = { protocol: "_iblrig_tasks_ephysChoiceWorld6.4.2", project: "demo_brainwide" };

/** Sessions of the demo lab: training first, then recordings; one day has two sessions. */
export const DEMO_SESSIONS: readonly DemoSession[] = [
  { subject: "DM_001", date: "2024-05-06", number: 1, trials: 60, qc: "PASS", seed: 11, ...TRAINING },
  { subject: "DM_001", date: "2024-05-06", number: 2, trials: 40, qc: "WARNING", seed: 12, ...TRAINING },
  {
    ...{ subject: "DM_001", date: "2024-05-09", number: 1, trials: 90, qc: "PASS", seed: 13, ...EPHYS },
    revision: DEMO_REVISION,
    insertions: [probe(0, "resolved", "19051016842"), probe(1, "aligned", "19051016843")],
  },
  { subject: "DM_002", date: "2024-06-15", number: 1, trials: 50, qc: "NOT_SET", seed: 21, ...TRAINING },
  {
    ...{ subject: "DM_002", date: "2024-06-20", number: 1, trials: 80, qc: "PASS", seed: 22, ...EPHYS },
    insertions: [probe(0, "traced", "19051016842")],
  },
  {
    ...{ subject: "DM_003", date: "2024-07-02", number: 1, trials: 80, qc: "FAIL", seed: 31, ...EPHYS },
    insertions: [probe(0, "none", "19051016844")],
  },
];
