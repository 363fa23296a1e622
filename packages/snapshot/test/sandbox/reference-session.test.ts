import { join } from "node:path";
import { type AlyxClient, createAlyxClient } from "@neurophys/one-client/alyx";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type NoteRecord } from "../../src/index.ts";
import { ReportSnapshot } from "../../src/node/report-snapshot.ts";
import { Snapshot } from "../../src/node/snapshot.ts";
import { VERSION } from "../../src/version.ts";
import {
  comparableAnswer,
  comparableForm,
  type PostedNote,
  RECORDED,
  RECORDED_EID,
  RECORDED_USER,
} from "../reference-trace.ts";
import { pngOf } from "../small-images.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { rejection } from "../test-client.ts";
import { type OpenedSandbox, openSandbox } from "./open-sandbox.ts";
import { type RecordingProxy, recordRequests } from "./recording-proxy.ts";

const ABSENT = "f8776bd0-b7de-4d7d-98b8-fed97f0dcd9c";

let lab: OpenedSandbox;
let proxy: RecordingProxy;
let one: { readonly alyx: AlyxClient };
let figure: string;

beforeAll(async () => {
  lab = await openSandbox();
  proxy = await recordRequests(lab.sandbox.alyxUrl);
  const { username, token } = lab.sandbox;
  one = { alyx: createAlyxClient({ baseUrl: proxy.url, username, token, cache: { mode: null } }) };
}, 120_000);

afterAll(async () => {
  await proxy.close();
  await lab.sandbox.close();
});

/** What was posted, as if by the user and about the session of the recording. */
function recordedTerms({ form, status, answer }: PostedNote): object {
  const { username } = lab.sandbox;
  const terms = (text: string): string =>
    text.replaceAll(lab.eid, RECORDED_EID).replaceAll(`"${username}"`, `"${RECORDED_USER}"`);
  const fields = form.map(([name, value]) => [
    name,
    name === "user" && value === username ? RECORDED_USER : terms(value),
  ]);
  return { status, form: comparableForm(fields as [string, string][]), answer: comparableAnswer(terms(answer)) };
}

const code = async (promise: Promise<unknown>): Promise<unknown> =>
  ((await rejection(promise)) as { code: string }).code;

async function registerSingleImages(snapshot: Snapshot): Promise<[NoteRecord, NoteRecord, NoteRecord]> {
  const first = await snapshot.registerImage(figure, { text: "snapA", json: { name: "snapA", x: 1, ü: null } });
  const second = await snapshot.registerImage(figure, { text: "snapA", json: { name: "snapA" }, width: "orig" });
  return [first, second, await snapshot.registerImage(figure, { width: 100 })];
}

/** Where the original gave `None` or failed after it had sent something. */
async function registerWhatFails(snapshot: Snapshot): Promise<void> {
  expect(await code(new Snapshot(ABSENT, { one }).registerImage(figure))).toBe("snapshot/target-mismatch");
  expect(await new Snapshot(lab.eid, { one, contentType: "foo" }).registerImageCompat(figure)).toBeUndefined();
  expect(await code(snapshot.registerImage(`${figure}.png`))).toBe("snapshot/image-not-found");
  const notANumber = { text: "nan", json: { a: Number.NaN } };
  expect(await code(snapshot.registerImage(figure, notANumber))).toBe("snapshot/unwritable-json");
  expect(await snapshot.registerImagesCompat()).toBeUndefined();
}

async function registerLists(snapshot: Snapshot): Promise<void> {
  await snapshot.generateImage(() => [figure, figure], {});
  expect(await snapshot.registerImagesCompat([], { texts: ["a", "b", "c"], widths: [50] })).toHaveLength(2);
  // Python took the text "xy" for the list of its letters.
  await snapshot.registerImages([figure, figure], { texts: [..."xy"], widths: [50] });
  await snapshot.registerImages([], { texts: ["one"] });
  expect(snapshot.images).toEqual([figure, figure]);
}

async function registerReport(): Promise<void> {
  const report = new ReportSnapshot("", lab.eid, { one });
  expect(await code(report.registerImages())).toBe("snapshot/not-run");
  report.outputs = [];
  expect(await report.registerImages()).toEqual([]);
  report.outputs = [figure];
  const extraDict = { name: "override", channels: null };
  const [overridden] = await report.registerImages({ widths: ["orig"], extraDict });
  const made = { tag: "## report ##", version: VERSION, function: "ReportSnapshot", name: "override", channels: null };
  expect(overridden?.json).toEqual(made);
  const [named] = await report.registerImages({ function: "fn" });
  expect(named?.json).toEqual({ tag: "## report ##", version: VERSION, function: "fn", name: "fig one" });
}

test("The session that the original had with a real database leads to the same notes in the sandbox", {
  timeout: 60_000,
}, async () => {
  figure = join(await temporaryFolder({ "fig one.png": pngOf(1000, 100) }), "fig one.png");
  const snapshot = new Snapshot(lab.eid, { one });
  const [first, second, third] = await registerSingleImages(snapshot);
  expect(proxy.log.slice(0, 6)).toEqual([
    expect.stringContaining(`GET /sessions?django=pk,${lab.eid}`) as string,
    "POST /notes",
    expect.stringContaining(`GET /notes?django=object_id,${lab.eid}`) as string,
    "POST /notes",
    expect.stringContaining(`GET /notes?django=object_id,${lab.eid}`) as string,
    `DELETE /notes/${first.id}`,
  ]);
  expect([await lab.sizeOf(second), await lab.sizeOf(third)]).toEqual(["1000x100", "100x10"]);
  await registerWhatFails(snapshot);
  await registerLists(snapshot);
  await registerReport();

  // Not sent at all, because they are known to fail: a record that is not there, and NaN.
  const refused = RECORDED.filter(({ form, status }) => status === 400 || form.some(([, value]) => value === ABSENT));
  expect(refused.map(({ status }) => status)).toEqual([500, 400]);
  const wanted = RECORDED.filter((note) => !refused.includes(note));
  expect(wanted).toHaveLength(12);
  expect(proxy.posted.map(recordedTerms)).toEqual(
    wanted.map(({ form, status, answer }) => ({
      status,
      form: comparableForm(form),
      answer: comparableAnswer(answer),
    })),
  );
});

test("What is left in the sandbox is what the original left in its database", async () => {
  const notes = await lab.alyx.list("notes", { django: `object_id,${lab.eid}` });
  const left = notes.map(({ text }) => String(text)).filter((text) => text !== "");
  // The first note of "snapA" was replaced; the report with another name in its document was not, and is here neither.
  expect(left.toSorted()).toEqual(["a", "b", "fig one", "fig one", "one", "one", "snapA", "x", "y"]);
});
