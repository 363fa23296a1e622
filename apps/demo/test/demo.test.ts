import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCallLog } from "../src/call-log.ts";
import { demoLabJob } from "../src/demo-lab-job.ts";
import { drawTrials } from "../src/lab/behaviour.ts";
import { clearLab, FolderInUseError } from "../src/lab/clear-lab.ts";
import { createRandom } from "../src/lab/random.ts";
import { drawProbe } from "../src/lab/spikes.ts";
import { writeLab } from "../src/lab/write-lab.ts";
import { ownDataJob } from "../src/own-data-job.ts";
import { writeReport } from "../src/report.ts";

const SMALL = { seed: 7, subjects: 1, sessionsPerSubject: 2, durationS: 60, clustersPerProbe: 6 };
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "neurophys-demo-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("room for the lab", () => {
  test("is made where an earlier run was, and nowhere else", async () => {
    const root = join(folder, "room");
    await clearLab(root);
    await writeLab(root, SMALL);
    await writeFile(join(root, "sessions.pqt"), "");
    await clearLab(root);
    expect(await readdir(root)).toEqual([]);
  });

  test.each([[["sessions.pqt"]], [["demolab", "notes.txt"]]])("with %j in it nothing is removed", async (names) => {
    const root = await mkdtemp(join(folder, "mine-"));
    for (const name of names) await writeFile(join(root, name), "mine");
    await expect(clearLab(root)).rejects.toThrow(FolderInUseError);
    expect(await readdir(root)).toEqual(names);
  });
});

describe("the made-up lab", () => {
  test("is the same for the same seed, and another for another", async () => {
    const read = async (name: string, seed: number): Promise<string> => {
      const summary = await writeLab(join(folder, name), { ...SMALL, seed });
      const path = join(folder, name, "demolab/Subjects/NP_001/2024-05-06/001/alf/probe00/spikes.times.npy");
      return `${JSON.stringify(summary)} ${(await readFile(path)).toString("base64")}`;
    };
    const first = await read("a", 7);
    expect(await read("b", 7)).toBe(first);
    expect(await read("c", 8)).not.toBe(first);
  });

  test("has trials whose times follow one another and whose choices follow the contrast", () => {
    const trials = drawTrials(createRandom(1), 3600);
    let strong = 0;
    let right = 0;
    for (let i = 0; i < trials.count; i += 1) {
      expect(trials.stimOnTimes[i]).toBeGreaterThan(trials.intervals[2 * i]!);
      expect(trials.feedbackTimes[i]).toBeGreaterThan(trials.goCueTimes[i]!);
      expect(trials.intervals[2 * i + 1]).toBeGreaterThan(trials.feedbackTimes[i]!);
      expect(Number.isNaN(trials.contrastLeft[i])).toBe(!Number.isNaN(trials.contrastRight[i]));
      if (trials.contrastLeft[i] !== 1 && trials.contrastRight[i] !== 1) continue;
      strong += 1;
      if (trials.feedbackType[i] === 1) right += 1;
    }
    expect(right / strong).toBeGreaterThan(0.85);
  });

  test("has spikes in time order that keep a refractory period and respond to the stimulus", () => {
    const random = createRandom(3);
    const trials = drawTrials(random, 600);
    const { spikes, clusters } = drawProbe(random, trials, { durationS: 600, clusterCount: 30 });
    const last = new Float64Array(clusters.depths.length).fill(-1);
    let during = 0;
    let before = 0;
    spikes.times.forEach((time, i) => {
      expect(time).toBeGreaterThanOrEqual(spikes.times[i - 1] ?? 0);
      const cluster = spikes.clusters[i]!;
      if (last[cluster]! >= 0) expect(time - last[cluster]!).toBeGreaterThan(0.0015);
      last[cluster] = time;
    });
    for (const onset of trials.stimOnTimes) {
      during += spikes.times.filter((time) => time > onset + 0.05 && time < onset + 0.25).length;
      before += spikes.times.filter((time) => time > onset - 0.25 && time < onset - 0.05).length;
    }
    expect(during).toBeGreaterThan(1.1 * before);
  });
});

describe("the job", () => {
  test("runs on the made-up lab and leaves figures and a report", async () => {
    const out = join(folder, "report");
    const lines: string[] = [];
    const log = createCallLog((line) => lines.push(line));
    const figures = await demoLabJob(out, log);
    const page = await writeReport(out, { title: "T<1>", about: "", calls: log.records, figures });
    expect(figures.map(({ name }) => name)).toEqual(["raster", "drift-map", "psth", "rate-by-trial", "wheel"]);
    const files = await readdir(out);
    for (const { name } of figures) expect(files).toEqual(expect.arrayContaining([`${name}.svg`, `${name}.png`]));
    expect(await readFile(page, "utf8")).toContain("T&lt;1&gt;");
    expect(lines.join("\n")).toContain("8 sessions");
    // the figures are notes of the database, whose images are files beside the report
    for (const { note } of figures) {
      const image = await readFile(join(out, ...(note?.href ?? "").split("/").map(decodeURIComponent)));
      expect(image.subarray(1, 4).toString()).toBe("PNG");
      expect(await readFile(page, "utf8")).toContain(`href="${note?.href}"`);
    }
  });

  test("runs on a folder of the user's without writing into it", async () => {
    const data = join(folder, "own");
    await writeLab(data, SMALL);
    const session = join(data, "demolab/Subjects/NP_001/2024-05-06/001/raw_behavior_data");
    await writeFile(join(session, "_iblrig_encoderEvents.raw.ssv"), "time event\n1 2\n2 3\n");
    const before = (await readdir(data, { recursive: true })).sort();
    const figures = await ownDataJob(
      data,
      join(folder, "own-report"),
      createCallLog(() => {}),
    );
    expect((await readdir(data, { recursive: true })).sort()).toEqual(before);
    expect(figures.map(({ name }) => name)).toContain("raster");
  });
});
