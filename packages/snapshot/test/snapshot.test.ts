import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAlyxClient } from "@neurophys/one-client/alyx";
import { describe, expect, onTestFinished, test } from "vitest";
import { isSnapshotError, type NotesApi, Snapshot as PageSnapshot } from "../src/index.ts";
import { ReportSnapshot } from "../src/node/report-snapshot.ts";
import { Snapshot } from "../src/node/snapshot.ts";
import { type NotesServer, startNotes } from "./notes-server.ts";
import { FIGURE, openSnapshot } from "./open-snapshot.ts";
import { gifOf, pngOf } from "./small-images.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { EID, loggedIn, rejection } from "./test-client.ts";

const fieldsOf = (server: NotesServer, place = -1): readonly string[] =>
  server.seen
    .filter(({ method }) => method === "POST")
    .at(place)
    ?.form.map(([name]) => name) ?? [];
const formValue = (server: NotesServer, field: string): string | undefined =>
  server.seen.findLast(({ method }) => method === "POST")?.form.find(([name]) => name === field)?.[1];

describe("Registering an image", () => {
  test("looks for the record, makes the note, and only then for older ones", async () => {
    const { server, snapshot } = await openSnapshot();
    const note = await snapshot.registerImage(FIGURE, { text: "raster", json: { name: "raster" }, width: "orig" });
    expect(note).toMatchObject({ user: "test_user", text: "raster", json: { name: "raster" }, object_id: EID });
    expect(server.log.map(decodeURIComponent)).toEqual([
      `GET /sessions?django=pk,${EID}`,
      "POST /notes",
      `GET /notes?django=object_id,${EID}`,
    ]);
    expect(fieldsOf(server)).toEqual([
      "user",
      "content_type",
      "object_id",
      "text",
      "width",
      "json",
      "image",
      "image bytes",
    ]);
  });

  test("leaves the width out where there is none, and sends null as JSON", async () => {
    const { server, snapshot } = await openSnapshot();
    await snapshot.registerImage(FIGURE);
    expect(fieldsOf(server)).not.toContain("width");
    expect(formValue(server, "json")).toBe("null");
    expect(formValue(server, "text")).toBe("");
  });

  test("keeps letters of any script and marks that a filter would cut at or run", async () => {
    const { server, snapshot } = await openSnapshot();
    for (const text of ["ü 図 ∑", "a,b", "(1)", "[__import__('os')]", "123", "None"]) {
      await snapshot.registerImage(FIGURE, { text, json: { name: text } });
      await snapshot.registerImage(FIGURE, { text, json: { name: text } });
      expect([...server.notes.values()].filter((note) => note.text === text)).toHaveLength(1);
    }
  });

  test("takes a path, bytes, a Blob, a File, an SVG document and canvases", async () => {
    const { server, snapshot } = await openSnapshot();
    const folder = await mkdtemp(join(tmpdir(), "snapshot-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, "fig one.png"), pngOf(20, 10));
    const png = pngOf(20, 10);
    const blob = new Blob([png], { type: "image/png" });
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="160"><rect width="9" height="9"/></svg>';
    const sources = [
      join(folder, "fig one.png"),
      png,
      blob,
      new File([png], "x.png"),
      { name: "figure", svg },
      { convertToBlob: () => Promise.resolve(blob) },
      { name: "c", canvas: { toBlob: (done: (made: Blob | null) => void) => done(blob) } },
    ];
    expect(await snapshot.registerImages(sources)).toHaveLength(7);
    const names = server.seen.filter(({ method }) => method === "POST").map(({ form }) => form.at(-2)?.[1]);
    for (const name of names) expect(name).toMatch(/^[a-z0-9]{1,3}_[0-9a-z]{7}\.png$/);
    expect(new Set(names).size).toBe(7);
    expect(await readdir(folder)).toEqual(["fig one.png"]);
  });

  test("takes a path in Node where a reader is named and is undefined, too", async () => {
    const { alyx } = await openSnapshot();
    const path = join(await temporaryFolder({ "a.png": pngOf(20, 10) }), "a.png");
    const snapshot = new Snapshot(EID, { one: { alyx }, imageReader: undefined });
    expect(await snapshot.registerImage(path)).toMatchObject({ object_id: EID });
    const report = new ReportSnapshot("", EID, { one: { alyx }, imageReader: undefined, files: undefined });
    report.outputs = [path];
    expect(await report.registerImages()).toHaveLength(1);
  });

  test("asks for the record once, however many images there are", async () => {
    const { server, snapshot } = await openSnapshot("probeinsertion");
    await snapshot.registerImages([FIGURE, FIGURE, FIGURE], { texts: ["a"] });
    expect(server.log.filter((line) => line.includes("insertions"))).toHaveLength(1);
    expect(server.notes.size).toBe(3);
  });

  test.each(["session", "actions.session", "ephyssession", "probeinsertion", "subject", "dataset"])(
    "of a %s that is not there is a mismatch, before the image is sent",
    async (contentType) => {
      const server = await startNotes();
      const snapshot = new Snapshot(EID, { one: { alyx: await loggedIn(server) }, contentType });
      const error = await rejection(snapshot.registerImage(FIGURE));
      expect(isSnapshotError(error, "snapshot/target-mismatch") && error.contentType).toBe(contentType);
      expect(server.log.filter((line) => line.startsWith("POST"))).toEqual([]);
    },
  );

  test("of a type that nobody knows is a mismatch too, by the database's own words", async () => {
    const { server, snapshot, warnings } = await openSnapshot("foo");
    const error = await rejection(snapshot.registerImage(FIGURE));
    expect(isSnapshotError(error, "snapshot/target-mismatch")).toBe(true);
    expect(await snapshot.registerImageCompat(FIGURE)).toBeUndefined();
    expect(warnings.map(({ message }) => message)).toEqual([
      `The object_id ${EID} does not match an object of type foo`,
    ]);
    expect(server.notes.size).toBe(0);
  });
});

describe("What cannot be registered is refused before anything is sent", () => {
  test.each([
    [0, "snapshot/invalid-width"],
    [-5, "snapshot/invalid-width"],
    [100.5, "snapshot/invalid-width"],
    [Number.NaN, "snapshot/invalid-width"],
    ["100", "snapshot/invalid-width"],
    ["None", "snapshot/invalid-width"],
    [9, "snapshot/invalid-width"],
  ])("width %s", async (width, code) => {
    const { server, snapshot } = await openSnapshot();
    const error = await rejection(snapshot.registerImage(FIGURE, { width: width as number }));
    expect(error).toMatchObject({ code });
    expect(server.log).toEqual([]);
  });

  test("an image so flat that the database's own width leaves no height", async () => {
    const { server, snapshot } = await openSnapshot();
    const flat = { name: "flat.png", data: pngOf(2000, 2) };
    expect(String(await rejection(snapshot.registerImage(flat)))).toContain("at least 1000");
    await snapshot.registerImage(flat, { width: 1000 });
    await snapshot.registerImage(flat, { width: "orig" });
    expect(server.notes.size).toBe(2);
  });

  test.each([
    [{ a: Number.NaN }, "$.a"],
    [{ a: [1, Number.POSITIVE_INFINITY] }, "$.a[1]"],
    [[undefined], "$[0]"],
    [{ a: 1n }, "$.a"],
    [{ a: new Map() }, "$.a"],
  ])("a document with %o", async (json, path) => {
    const { server, snapshot } = await openSnapshot();
    const error = await rejection(snapshot.registerImage(FIGURE, { json: json as never }));
    expect(isSnapshotError(error, "snapshot/unwritable-json") && error.path).toBe(path);
    expect(server.log).toEqual([]);
  });

  test("a missing file, a folder, no bytes, no picture, nothing", async () => {
    const { server, snapshot } = await openSnapshot();
    const codes = [];
    const wrong = ["no.png", tmpdir(), new Uint8Array(), new Uint8Array([1, 2, 3]), undefined as never, {} as never];
    for (const image of wrong) codes.push(((await rejection(snapshot.registerImage(image))) as { code: string }).code);
    const [missing, invalid] = ["snapshot/image-not-found", "snapshot/invalid-image"];
    expect(codes).toEqual([missing, missing, invalid, invalid, invalid, invalid]);
    expect(server.log).toEqual([]);
  });

  test("anything, while nobody is logged in", async () => {
    const server = await startNotes();
    const alyx = createAlyxClient({ baseUrl: server.url });
    const error = await rejection(new Snapshot(EID, { one: { alyx } }).registerImage(FIGURE));
    expect(isSnapshotError(error, "snapshot/not-logged-in")).toBe(true);
    expect(server.log).toEqual([]);
  });

  test("a path in a page, where there are no files", async () => {
    const { alyx } = await openSnapshot();
    const error = await rejection(new PageSnapshot(EID, { one: { alyx } }).registerImage("raster.png"));
    expect(isSnapshotError(error, "snapshot/image-not-found") && error.path).toBe("raster.png");
  });
});

describe("Animated images", () => {
  test.each([
    ["GIF", { name: "a.gif", data: gifOf(2) }, "orig"],
    ["GIF of one picture", { name: "a.gif", data: gifOf(1) }, "50"],
    ["PNG", { name: "a.png", data: pngOf(60, 60, [["acTL", new Uint8Array(8)]]) }, "orig"],
  ])("%s", async (_name, image, width) => {
    const { server, snapshot } = await openSnapshot();
    await snapshot.registerImage(image, { width: 50 });
    expect(formValue(server, "width")).toBe(width);
  });
});

describe("Ids", () => {
  const hex = EID.replaceAll("-", "");
  test.each([EID, EID.toUpperCase(), hex, `{${EID}}`, `urn:uuid:${EID}`])("%s is one", async (objectId) => {
    const { server, alyx } = await openSnapshot();
    const snapshot = new Snapshot(objectId, { one: { alyx } });
    expect(snapshot.objectId).toBe(objectId);
    await snapshot.registerImage(FIGURE);
    expect(formValue(server, "object_id")).toBe(EID);
  });

  test.each(["", "x", EID.slice(1), EID.replace("-4", "-1"), EID.replace("-9", "-c"), undefined, 5])(
    "%s is none",
    async (objectId) => {
      const one = { alyx: {} as NotesApi };
      expect(() => new Snapshot(objectId as string, { one })).toThrow("expected a version 4 UUID");
    },
  );
});

test("A snapshot has nothing of its own to plot", async () => {
  const { snapshot } = await openSnapshot();
  expect(await snapshot.plot()).toBeUndefined();
  expect(snapshot).toMatchObject({ contentType: "session", images: [] });
});
