import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { encodeNpy, ndArray } from "@neurophys/alf/npy";
import { indexFolder } from "@neurophys/one-client/node";

const run = promisify(execFile);

/** Folders that the cases work on; made once and kept. */
export interface BenchData {
  /** Cache tables of 1,000,000 datasets in 20,000 sessions, written by the original's own functions. */
  readonly tables: string;
  /** The same with 10,000,000 datasets in 200,000 sessions; `undefined` in a quick run. */
  readonly hugeTables: string | undefined;
  /** One session with an npy file of 500 MB, and its tables. */
  readonly npy: string;
  /** 50,000 files of 1 kB in 500 sessions, without tables. */
  readonly files: string;
  /** 200 files of the same kind. */
  readonly fewFiles: string;
}

/** Distinct relative paths that datasets have: 95, as in a real database, where rows are many and names few. */
export function datasetNames(): string[] {
  const names: string[] = [];
  const add = (folder: string, ...files: readonly string[]): void =>
    void names.push(...files.map((file) => `${folder}/${file}`));
  for (const probe of ["probe00", "probe01"]) {
    const folder = `alf/${probe}`;
    const npy = (object: string, ...attributes: readonly string[]): string[] =>
      attributes.map((a) => `${object}.${a}.npy`);
    add(folder, ...npy("spikes", "times", "clusters", "amps", "depths", "samples", "templates"));
    add(folder, ...npy("clusters", "channels", "depths", "peakToTrough", "amps", "uuids", "metrics", "waveforms"));
    add(folder, ...npy("channels", "rawInd", "localCoordinates", "mlapdv", "brainLocationIds_ccf_2017"));
    for (const inner of ["#2024-05-06#", "pykilosort"])
      add(`${folder}/${inner}`, ...npy("spikes", "times", "clusters", "amps"), "clusters.channels.npy");
    for (const band of ["ap", "lf"])
      add(
        `raw_ephys_data/${probe}`,
        ...["cbin", "meta", "ch"].map((e) => `_spikeglx_ephysData_g0_t0.imec.${band}.${e}`),
      );
  }
  add(
    "alf",
    "_ibl_trials.table.pqt",
    "_ibl_trials.intervals_bpod.npy",
    "_ibl_trials.goCueTrigger_times.npy",
    "_ibl_trials.stimOff_times.npy",
  );
  add(
    "alf",
    "_ibl_wheel.position.npy",
    "_ibl_wheel.timestamps.npy",
    "_ibl_wheelMoves.intervals.npy",
    "_ibl_wheelMoves.peakAmplitude.npy",
    "licks.times.npy",
  );
  for (const side of ["left", "right", "body"]) {
    add(
      "alf",
      `_ibl_${side}Camera.times.npy`,
      `_ibl_${side}Camera.dlc.pqt`,
      `${side}Camera.ROIMotionEnergy.npy`,
      `${side}ROIMotionEnergy.position.npy`,
    );
    add("raw_video_data", `_iblrig_${side}Camera.raw.mp4`, `_iblrig_${side}Camera.timestamps.ssv`);
  }
  for (const rest of [
    "taskData.raw.jsonable",
    "taskSettings.raw.json",
    "encoderEvents.raw.ssv",
    "encoderPositions.raw.ssv",
    "encoderTrialInfo.raw.ssv",
    "ambientSensorData.raw.jsonable",
  ])
    add("raw_behavior_data", `_iblrig_${rest}`);
  return names;
}

/** Make what is missing of the data, in `folder`. */
export async function makeData(
  folder: string,
  python: string,
  options: { script: string; quick: boolean; say: (line: string) => void },
): Promise<BenchData> {
  const { say } = options;
  /** Made under another name first, so that a stopped run leaves no half-made folder. */
  const once = async (name: string, what: string, make: (work: string) => Promise<void>): Promise<string> => {
    const target = join(folder, name);
    if (existsSync(target)) return target;
    say(`making ${what}`);
    const work = `${target}.part`;
    await mkdir(work, { recursive: true });
    await make(work);
    await rename(work, target);
    return target;
  };
  const tables = (sessions: number) => (work: string) =>
    run(python, [options.script, "make-tables", work, String(sessions), "50", JSON.stringify(datasetNames())]).then(
      () => undefined,
    );
  return {
    tables: await once("tables-1m", "tables of 1,000,000 datasets", tables(20_000)),
    hugeTables: options.quick
      ? undefined
      : await once("tables-10m", "tables of 10,000,000 datasets (some minutes)", tables(200_000)),
    npy: await once("npy", "an npy file of 500 MB", makeNpySession),
    files: await once("files-50k", "50,000 files", (work) => makeFiles(work, 500, 100)),
    fewFiles: await once("files-200", "200 files", (work) => makeFiles(work, 10, 20)),
  };
}

async function makeNpySession(root: string): Promise<void> {
  const session = join(root, "SUB_000", "2024-05-06", "001");
  await mkdir(session, { recursive: true });
  const values = Float64Array.from({ length: 62_500_000 }, (_, i) => i);
  await writeFile(join(session, "big.values.npy"), encodeNpy(ndArray(values)));
  await indexFolder(root);
}

async function makeFiles(root: string, sessions: number, perSession: number): Promise<void> {
  const names = datasetNames();
  for (let s = 0; s < sessions; s += 1) {
    const session = join(
      root,
      "benchlab",
      "Subjects",
      `SUB_${String(s % 50).padStart(3, "0")}`,
      "2024-05-06",
      String(1 + Math.floor(s / 50)).padStart(3, "0"),
    );
    for (let d = 0; d < perSession; d += 1) {
      const relative = d < names.length ? names[d]! : `extra/data.part${d}.bin`;
      const path = join(session, relative);
      await mkdir(join(path, ".."), { recursive: true });
      await writeFile(path, new Uint8Array(1000).fill((s * perSession + d) % 251));
    }
  }
}
