import { expect, test } from "vitest";
import { SessionReport } from "../../src/node/session-report.ts";
import { type SessionReportOptions } from "../../src/report/session-report.ts";
import { type NotesServer, startNotes } from "../notes-server.ts";
import { doubles, probeOne } from "../probe-one.ts";
import { EID, PID, rejection } from "../test-client.ts";

const times = Array.from({ length: 200 }, (_, i) => i / 10);
const SPIKES = {
  times: doubles(times),
  depths: doubles(times.map((t) => t * 100)),
  amps: doubles(times.map(() => 1e-4)),
};
const { times: spikeTimes } = SPIKES;
const TRIALS = {
  stimOn_times: doubles([2, 4, 6]),
  contrastLeft: doubles([1, Number.NaN, 1]),
  contrastRight: doubles([Number.NaN, 0.5, Number.NaN]),
};
const LFP = {
  freqs: doubles([1, 2, 4]),
  power: doubles([
    [1e-9, 2e-9],
    [1e-9, 2e-9],
    [1e-9, 2e-9],
  ]),
};

type Objects = Parameters<typeof probeOne>[1];

async function open(
  objects: Objects,
  options: Partial<SessionReportOptions> = {},
): Promise<{ server: NotesServer; report: SessionReport }> {
  const server = await startNotes();
  server.records["sessions"]?.push({ id: EID });
  server.records["insertions"]?.push({ id: PID, session: EID, name: "probe00" });
  const one = await probeOne(server, objects);
  return { server, report: new SessionReport(EID, { one, ...options }) };
}

const namesOf = ({ outputs }: SessionReport): readonly unknown[] =>
  (outputs ?? []).map((figure) => (figure as { name: string }).name);

test("A report has every figure that the session has data for, and the next one takes its place", async () => {
  const { server, report } = await open({
    "alf/probe00/pykilosort/spikes": SPIKES,
    "alf/trials": TRIALS,
    "raw_ephys_data/probe00/ephysSpectralDensityLF": LFP,
  });
  expect(await report.run()).toBe(0);
  const names = ["spike_raster_probe00", "drift_map_probe00", "psth_contrast_probe00", "lfp_spectrum_probe00"];
  expect(namesOf(report)).toEqual(names);
  await report.registerImages();
  const notes = await report.registerImages();
  expect(notes.map(({ text }) => text)).toEqual(names);
  expect([...server.notes.keys()]).toEqual(notes.map(({ id }) => id));
  for (const bytes of server.imageBytes.values()) expect(bytes).toBeGreaterThan(5000);
});

test.each<[string, Objects, Partial<SessionReportOptions>, readonly string[], string]>([
  [
    "only times",
    { "alf/probe00/spikes": { times: spikeTimes }, "alf/trials": TRIALS },
    {},
    ["psth_contrast_probe00"],
    "Spikes of alf/probe00",
  ],
  [
    "no amplitudes",
    { "alf/p/ks/spikes": { times: spikeTimes, depths: SPIKES.depths } },
    { probes: ["p"], sorters: ["ks"] },
    ["spike_raster_p"],
    "No trials",
  ],
  [
    "a label of a probe that is a path",
    { "alf/../up 1/spikes": { times: spikeTimes }, "alf/trials": TRIALS },
    { probes: ["../up 1"] },
    ["psth_contrast_.._up_1"],
    "Spikes of alf/../up 1",
  ],
  ["trials without contrasts", { "alf/trials": { stimOn_times: TRIALS.stimOn_times } }, {}, [], "No spikes of probe00"],
  ["nothing", {}, { probes: [] }, [], "No trials"],
])("With %s it has what can be drawn", async (_name, objects, options, names, log) => {
  const { report } = await open(objects, options);
  expect(await report.run()).toBe(0);
  expect(namesOf(report)).toEqual(names);
  expect(report.log).toContain(log);
});

test("A session without insertions is told in the log", async () => {
  const { server, report } = await open({});
  server.records["insertions"] = [];
  await report.run();
  expect([report.outputs, report.log]).toEqual([undefined, expect.stringContaining("no probe insertions") as string]);
});

test("What goes wrong while loading is the report's failure, and not taken for missing data", async () => {
  const failing = new RangeError("damaged file");
  const server = await startNotes();
  const one = { ...(await probeOne(server)), loadObject: () => Promise.reject(failing) };
  const report = new SessionReport(EID, { one, onError: "raise" });
  expect(await rejection(report.run())).toBe(failing);
});
