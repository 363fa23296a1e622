import { join } from "node:path";
import { expect, test } from "vitest";
import { ReportSnapshot } from "../../src/node/report-snapshot.ts";
import { ReportSnapshot as PageReport } from "../../src/report/report-snapshot.ts";
import { type TaskOutput } from "../../src/task/task-options.ts";
import { type NotesServer, startNotes } from "../notes-server.ts";
import { pngOf } from "../small-images.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { EID, loggedIn, rejection } from "../test-client.ts";

class RasterReport extends ReportSnapshot {
  protected override async perform(): Promise<readonly TaskOutput[]> {
    return [join(this.sessionPath, "la_qc.left.paw.png"), { name: "raster", data: pngOf(30, 30) }];
  }
}

async function open(): Promise<{ server: NotesServer; report: RasterReport; folder: string }> {
  const server = await startNotes();
  server.records["sessions"]?.push({ id: EID });
  const folder = await temporaryFolder({ "la_qc.left.paw.png": pngOf(30, 30) });
  return { server, folder, report: new RasterReport(folder, EID, { one: { alyx: await loggedIn(server) } }) };
}

test("A report registers each figure by its name, and the next report takes its place", async () => {
  const { server, report } = await open();
  expect(await report.run()).toBe(0);
  await report.registerImages();
  const notes = await report.registerImages({ widths: ["orig"] });
  expect(notes.map(({ text, json }) => [text, json])).toEqual(
    ["la_qc.left.paw", "raster"].map((name) => [
      name,
      { tag: "## report ##", version: report.version, function: "RasterReport", name },
    ]),
  );
  expect([...server.notes.keys()]).toEqual(notes.map(({ id }) => id));
});

test("A report registers its images with its files", async () => {
  const { server, report } = await open();
  await report.run();
  await report.registerDatasets();
  expect(server.notes.size).toBe(2);
});

test("A report of images without a name cannot be registered", async () => {
  const { server, folder } = await open();
  const report = new PageReport(folder, EID, { one: { alyx: await loggedIn(server) } });
  expect(await report.run()).toBe(0);
  expect(report.outputs).toBeUndefined();
  report.outputs = [pngOf(2, 2)];
  expect(await rejection(report.registerImages())).toMatchObject({ code: "snapshot/invalid-image" });
});

test("A report of two figures of one name, of which the second would replace the first, sends neither", async () => {
  const { server, report } = await open();
  report.outputs = ["a/raster.png", { name: "raster", data: pngOf(2, 2) }];
  const error = await rejection(report.registerImages());
  expect(error).toMatchObject({ code: "snapshot/invalid-image", image: "raster" });
  expect(server.log).toEqual([]);
});

test("A report with nothing to register warns, in its log too", async () => {
  const { report } = await open();
  report.outputs = [];
  expect(await report.registerImages()).toEqual([]);
  expect(report.log).toMatch(/WARNING {2}\[RasterReport\] No figures were passed/);
});
