import { openOneAlyx } from "@neurophys/one-client/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isSnapshotError } from "../../src/index.ts";
import { Snapshot } from "../../src/node/snapshot.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { EID, rejection } from "../test-client.ts";
import { figureOf, type OpenedSandbox, openSandbox } from "./open-sandbox.ts";

let lab: OpenedSandbox;

beforeAll(async () => {
  lab = await openSandbox();
}, 120_000);

afterAll(() => lab.sandbox.close());

describe("Images on the disk of a database", () => {
  test.each([
    ["1000x100", undefined, "800x80"],
    ["1000x100", "orig", "1000x100"],
    ["1000x100", 100, "100x10"],
    ["50x20", undefined, "50x20"],
    ["1000x100", 2000, "1000x100"],
    ["999x333", 100, "99x33"],
    ["333x1000", 100, "100x300"],
    ["1001x701", undefined, "800x560"],
  ] as const)("of %s pixels with width %s have %s", async (given, width, stored) => {
    const [across = 0, down = 0] = given.split("x").map(Number);
    const { alyx, eid } = lab;
    const note = await new Snapshot(eid, { one: { alyx } }).registerImage(figureOf(across, down), { width });
    expect(await lab.sizeOf(note)).toBe(stored);
  });
});

describe("A database", () => {
  test("takes notes on sessions, insertions, animals and datasets", async () => {
    const { alyx, eid, pid } = lab;
    const [session] = await alyx.list("sessions", { id: eid });
    const [subject] = await alyx.list("subjects", { nickname: String(session?.["subject"]) });
    const [dataset] = await alyx.list("datasets", { session: eid });
    const datasetId = String(dataset?.["url"]).split("/").at(-1) ?? "";
    const targets = { session: eid, probeinsertion: pid, subject: String(subject?.["id"]), dataset: datasetId };
    for (const [contentType, objectId] of Object.entries(targets)) {
      const snapshot = new Snapshot(objectId, { one: { alyx }, contentType });
      const note = await snapshot.registerImage(figureOf(20, 20), { text: "ü, (1)" });
      expect(note).toMatchObject({ object_id: objectId, text: "ü, (1)" });
      expect(note.content_type).toContain(contentType);
    }
  });

  test.each([
    ["session", EID],
    ["subject", undefined],
    ["dataset", undefined],
    ["foo", undefined],
    ["Session", undefined],
  ])("has no %s of an id that is of something else, and keeps no file", async (contentType, objectId) => {
    const { alyx, eid } = lab;
    const before = await lab.countFiles();
    const snapshot = new Snapshot(objectId ?? eid, { one: { alyx }, contentType });
    const error = await rejection(snapshot.registerImage(figureOf(20, 20)));
    expect(isSnapshotError(error, "snapshot/target-mismatch")).toBe(true);
    expect(await lab.countFiles()).toBe(before);
  });

  test("tells the session of a probe to a client of ONE", async () => {
    const { alyxUrl: baseUrl, username, token } = lab.sandbox;
    const one = await openOneAlyx({ baseUrl, username, token, cacheDir: await temporaryFolder() });
    expect(await one.pid2eid(lab.pid)).toMatchObject({ eid: lab.eid });
  });
});
