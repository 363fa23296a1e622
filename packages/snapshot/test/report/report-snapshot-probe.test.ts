import { stat } from "node:fs/promises";
import { join } from "node:path";
import { type AlfValue, type DataWarning, type JsonValue } from "@neurophys/alf";
import { describe, expect, test } from "vitest";
import { ReportSnapshotProbe } from "../../src/node/report-snapshot-probe.ts";
import { type ReportSnapshotProbeOptions } from "../../src/report/report-snapshot-probe.ts";
import { type TaskSignature } from "../../src/task/expected-files.ts";
import { type TaskOutput } from "../../src/task/task-options.ts";
import { DEPTHS_UM, FEATURE, PICKS_UM, PRINTED, PRINTED_TRACED, TRACK } from "../alignment-vectors.ts";
import { type NotesServer, startNotes } from "../notes-server.ts";
import { doubles, probeOne } from "../probe-one.ts";
import { pngOf } from "../small-images.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { EID, PID, rejection } from "../test-client.ts";
import { vectorAtlas } from "../vector-atlas.ts";

class ProbeReport extends ReportSnapshotProbe {
  protected override getProbeSignature(pname: string): TaskSignature {
    return { inputFiles: [{ name: "spikes.*.npy", collection: `alf/${pname}` }], outputFiles: [] };
  }
  protected override async perform(): Promise<readonly TaskOutput[]> {
    await this.getHistologyStatus();
    return [{ name: "raster", data: pngOf(30, 30) }];
  }
}

const WARNED: DataWarning[] = [];
const LOCAL = doubles(DEPTHS_UM.map((depth) => [11, depth]));
const ALIGNED = { alignment_count: 1, alignment_stored: "2024-01-01T00:00:00_user" };

interface Setup {
  readonly json?: JsonValue;
  readonly objects?: Readonly<Record<string, Readonly<Record<string, AlfValue>>>>;
  readonly options?: Partial<ReportSnapshotProbeOptions>;
  /** Code of the error that loading ends with. */
  readonly loadFailure?: string;
}

async function open({
  json = {},
  objects = {},
  options = {},
  loadFailure,
}: Setup): Promise<{ server: NotesServer; report: ProbeReport }> {
  WARNED.length = 0;
  const server = await startNotes();
  server.records["insertions"]?.push({ id: PID, session: EID, name: "probe01", json });
  const stored = { [ALIGNED.alignment_stored]: [FEATURE, TRACK] };
  server.records["trajectories"]?.push(
    { id: "a", probe_insertion: PID, provenance: "Planned", json: {} },
    { id: "b", probe_insertion: PID, provenance: "Ephys aligned histology track", json: stored },
  );
  const fail = { loadObject: () => Promise.reject(Object.assign(new Error("failed"), { code: loadFailure })) };
  const one = { ...(await probeOne(server, objects)), ...(loadFailure === undefined ? {} : fail) };
  const sessionPath = join(await temporaryFolder(), "SWC_054", "2020-10-05", "001");
  const onWarning = (warning: DataWarning): void => void WARNED.push(warning);
  return { server, report: await ProbeReport.open(PID, { one, sessionPath, onWarning, ...options }) };
}

describe("A report about a probe", () => {
  test("knows its session, makes its folder, and has a name for titles", async () => {
    const { report } = await open({});
    expect(report).toMatchObject({
      eid: EID,
      pid: PID,
      pname: "probe01",
      objectId: PID,
      contentType: "probeinsertion",
    });
    expect(report.pidLabel).toBe("SWC_054_2020-10-05_001_probe01");
    expect(report.outputDirectory).toBe(join(report.sessionPath, "snapshot/probe01"));
    expect((await stat(report.outputDirectory)).isDirectory()).toBe(true);
    expect(report.signature.inputFiles).toEqual([{ name: "spikes.*.npy", collection: "alf/probe01" }]);
    expect(report.histLookup).toEqual({ Resolved: 3, Aligned: 2, Traced: 1 });
  });

  test("takes the folder that ONE knows where none is given", async () => {
    const server = await startNotes();
    const files = { find: async () => [], makeFolder: async () => undefined };
    const report = await ProbeReport.open(PID, { one: await probeOne(server), files });
    expect(report.sessionPath).toBe("/data/lab/Subjects/SWC_054/2020-10-05/001");
    const unknown = await rejection(ProbeReport.open(EID, { one: await probeOne(server), files }));
    expect(unknown).toMatchObject({ code: "snapshot/insertion-not-found", pid: EID });
  });

  test("registers its figures with the histology status", async () => {
    const { server, report } = await open({ json: { extended_qc: { tracing_exists: true } } });
    await report.run();
    const [note] = await report.registerImages({ widths: ["orig"], function: "fn" });
    expect(note).toMatchObject({ object_id: PID, text: "raster" });
    expect(note?.json).toEqual({
      tag: "## report ##",
      version: report.version,
      function: "fn",
      name: "raster",
      channels: "Traced",
    });
    expect(server.seen.find(({ method }) => method === "POST")?.form).toContainEqual([
      "content_type",
      "probeinsertion",
    ]);
  });
});

describe("Histology status", () => {
  test.each<[JsonValue, string | undefined]>([
    [null, undefined],
    [{}, undefined],
    [{ extended_qc: null }, undefined],
    [{ extended_qc: { tracing_exists: false, alignment_count: 0, alignment_resolved: false } }, undefined],
    [{ extended_qc: { tracing_exists: true } }, "Traced"],
    [{ extended_qc: { tracing_exists: true, alignment_count: 2 } }, "Aligned"],
    [{ extended_qc: { alignment_count: 2, alignment_resolved: true } }, "Resolved"],
  ])("of %j is %s", async (json, status) => {
    const { report } = await open({ json });
    expect(await report.getHistologyStatus()).toBe(status);
  });

  test("of an insertion that is gone is an error", async () => {
    const { server, report } = await open({});
    server.records["insertions"] = [];
    expect(await rejection(report.getHistologyStatus())).toMatchObject({ code: "snapshot/insertion-not-found" });
  });
});

describe("Channels", () => {
  const sites = { "alf/probe01/electrodeSites": { localCoordinates: LOCAL } };
  const get = (report: ProbeReport): ReturnType<ProbeReport["getChannels"]> =>
    report.getChannels("electrodeSites", "alf/probe01");
  const withAtlas = { brainAtlas: vectorAtlas() };
  const farthest = (found: ArrayLike<number>, wanted: readonly (readonly number[])[]): number =>
    Math.max(...wanted.flat().map((value, i) => Math.abs(value - found[i]!)));

  test("of a resolved insertion are those in the files", async () => {
    const places = { mlapdv: doubles([[1000, 2000, -3000]]), brainLocationIds_ccf_2017: doubles([997]) };
    const objects = { "alf/probe01/electrodeSites": { localCoordinates: doubles([[43, 20]]), ...places } };
    const { report } = await open({ json: { extended_qc: { alignment_resolved: true } }, objects });
    const { lateralUm, axialUm, mlapdv, atlasIds, loaded } = await get(report);
    expect([lateralUm, axialUm, mlapdv, atlasIds].map((values) => [...(values ?? [])])).toEqual([
      [43],
      [20],
      [0.001, 0.002, -0.003],
      [997],
    ]);
    expect(Object.keys(loaded)).toEqual(["localCoordinates", "mlapdv", "brainLocationIds_ccf_2017"]);
    expect(WARNED).toEqual([]);
  });

  test("of an aligned insertion, and of a resolved one without its files, follow the track as it was aligned", async () => {
    for (const qc of [ALIGNED, { ...ALIGNED, alignment_resolved: true }]) {
      const json = { xyz_picks: PICKS_UM, extended_qc: qc };
      const { report } = await open({ json, objects: sites, options: withAtlas });
      const { mlapdv, atlasIds, axialUm } = await get(report);
      expect(farthest(mlapdv ?? [], PRINTED.loc)).toBeLessThan(1e-15);
      expect([...(atlasIds ?? [])]).toEqual(new Array(7).fill(0));
      expect([...(axialUm ?? [])]).toEqual(DEPTHS_UM);
      expect(report.brainRegions?.size).toBe(4);
    }
    expect(WARNED.map(({ code }) => code)).toEqual(["snapshot/attribute-missing"]);
  });

  test("of a traced insertion follow the track from its deepest point", async () => {
    const json = { xyz_picks: PICKS_UM, extended_qc: { tracing_exists: true } };
    const { report } = await open({ json, objects: sites, options: withAtlas });
    expect(farthest((await get(report)).mlapdv ?? [], PRINTED_TRACED)).toBeLessThan(1e-15);
  });

  test("of a probe without files are those of a Neuropixels 1.0 probe", async () => {
    const json = { xyz_picks: PICKS_UM, extended_qc: { tracing_exists: true } };
    const { report } = await open({ json, options: withAtlas });
    const { axialUm, lateralUm, atlasIds, loaded } = await get(report);
    expect([axialUm?.length, lateralUm?.length, atlasIds?.length, Object.keys(loaded)]).toEqual([384, 384, 384, []]);
    expect(WARNED.map(({ message }) => message)).toEqual(["electrodeSites does not yet exist"]);
    expect(new Set(atlasIds)).toEqual(new Set([0, 304325711]));
  });

  test("of a session that has no such collection are those of a Neuropixels 1.0 probe, with a warning", async () => {
    const json = { xyz_picks: PICKS_UM, extended_qc: { tracing_exists: true } };
    const { report } = await open({ json, options: withAtlas, loadFailure: "one/collection-not-found" });
    expect((await get(report)).axialUm).toHaveLength(384);
    expect(WARNED.map(({ code }) => code)).toEqual(["snapshot/object-missing"]);
    const broken = await open({ json, options: withAtlas, loadFailure: "alf/invalid-npy" });
    expect(await rejection(get(broken.report))).toMatchObject({ code: "alf/invalid-npy" });
  });

  test("without a status are what was loaded", async () => {
    const { report } = await open({ objects: sites });
    const { mlapdv, atlasIds, axialUm } = await get(report);
    expect([mlapdv, atlasIds, axialUm?.length]).toEqual([undefined, undefined, 7]);
  });

  test.each<[string, JsonValue, Partial<ReportSnapshotProbeOptions>]>([
    ["a brain atlas", { xyz_picks: PICKS_UM, extended_qc: { tracing_exists: true } }, {}],
    ["xyz_picks", { extended_qc: { tracing_exists: true } }, withAtlas],
    ["xyz_picks", { xyz_picks: [[1, 2]], extended_qc: { tracing_exists: true } }, withAtlas],
    ['"other"', { xyz_picks: PICKS_UM, extended_qc: { ...ALIGNED, alignment_stored: "other" } }, withAtlas],
    ["heights", { xyz_picks: PICKS_UM.slice(0, 1), extended_qc: ALIGNED }, withAtlas],
    ["heights", { xyz_picks: PICKS_UM.map(([x, y]) => [x!, y!, -1000]), extended_qc: ALIGNED }, withAtlas],
  ])("cannot be placed without %s", async (missing, json, options) => {
    const { report } = await open({ json, objects: sites, options });
    expect(String(await rejection(get(report)))).toContain(missing);
  });

  test("cannot be placed without the trajectory that was aligned", async () => {
    const json = { xyz_picks: PICKS_UM, extended_qc: ALIGNED };
    const { server, report } = await open({ json, objects: sites, options: withAtlas });
    server.records["trajectories"] = [];
    expect(await rejection(get(report))).toMatchObject({ code: "snapshot/histology-incomplete" });
  });
});
