import { describe, expect, test } from "vitest";
import { isSnapshotError } from "../src/index.ts";
import { Snapshot } from "../src/node/snapshot.ts";
import { FIGURE, openSnapshot } from "./open-snapshot.ts";
import { EID, rejection } from "./test-client.ts";

describe("Replacing", () => {
  const named = { text: "raster", json: { name: "raster" } };

  test("deletes all older notes of the figure, and no other", async () => {
    const { server, snapshot, warnings } = await openSnapshot();
    const plain = await snapshot.registerImage(FIGURE, { text: "raster" });
    const other = await snapshot.registerImage(FIGURE, { text: "psth", json: { name: "psth" } });
    server.death = ({ method }, moment) => method === "DELETE" && moment === "before";
    for (let i = 0; i < 3; i++) await snapshot.registerImage(FIGURE, named);
    expect(server.notes.size).toBe(5);
    expect(warnings.map(({ code }) => code)).toEqual(new Array(3).fill("snapshot/old-note-kept"));
    server.death = () => false;
    const last = await snapshot.registerImage(FIGURE, named);
    expect([...server.notes.keys()]).toEqual([plain.id, other.id, last.id]);
  });

  test("leaves a note that is newer than the one just made, as another program's may be", async () => {
    const { server, snapshot } = await openSnapshot();
    const [older, newer] = [await snapshot.registerImage(FIGURE), await snapshot.registerImage(FIGURE)];
    const figure = { text: "raster", json: { name: "raster" } };
    const [old, late] = [server.notes.get(String(older.id)), server.notes.get(String(newer.id))];
    if (old === undefined || late === undefined) throw new Error("expected both notes");
    server.notes.set(old.id, { ...old, ...figure });
    server.notes.set(late.id, { ...late, ...figure, date_time: "2026-11-20T23:00:00" });
    const made = await snapshot.registerImage(FIGURE, figure);
    expect([...server.notes.keys()]).toEqual([late.id, made.id]);
  });

  test("leaves notes whose order cannot be told, as where the database lists whole seconds", async () => {
    const { server, snapshot } = await openSnapshot();
    server.onChange = () => {
      for (const note of server.notes.values())
        server.notes.set(note.id, { ...note, date_time: note.date_time.slice(0, 19) });
    };
    const first = await snapshot.registerImage(FIGURE, named);
    const second = await snapshot.registerImage(FIGURE, named);
    expect([...server.notes.keys()]).toEqual([first.id, second.id]);
  });

  test("deletes nothing if its own note is gone: whoever deleted it was later", async () => {
    const { server, snapshot } = await openSnapshot();
    const old = await snapshot.registerImage(FIGURE, named);
    server.onChange = () => {
      for (const id of server.notes.keys()) if (id !== old.id) server.notes.delete(id);
    };
    await snapshot.registerImage(FIGURE, named);
    expect([...server.notes.keys()]).toEqual([old.id]);
  });

  test("works where the name in the document is another than the text", async () => {
    const { server, snapshot } = await openSnapshot();
    const options = { text: "raster", json: { name: "override" } };
    await snapshot.registerImage(FIGURE, options);
    const last = await snapshot.registerImage(FIGURE, options);
    expect([...server.notes.keys()]).toEqual([last.id]);
  });

  test("does not happen to texts without a name in the document", async () => {
    const { server, snapshot } = await openSnapshot();
    await snapshot.registerImages([FIGURE, FIGURE], { texts: ["a"] });
    expect(server.notes.size).toBe(2);
  });

  test("that is refused by the database leaves the old note", async () => {
    const { server, alyx, snapshot } = await openSnapshot();
    const old = await snapshot.registerImage(FIGURE, named);
    server.records["sessions"] = [];
    await rejection(snapshot.registerImage(FIGURE, named));
    await rejection(new Snapshot(EID, { one: { alyx } }).registerImage(FIGURE, named));
    expect([...server.notes.keys()]).toEqual([old.id]);
  });

  test("stops at once when it is aborted", async () => {
    const { server, snapshot } = await openSnapshot();
    const reason = new Error("enough");
    const error = await rejection(snapshot.registerImage(FIGURE, { ...named, signal: AbortSignal.abort(reason) }));
    expect(error).toBe(reason);
    expect(server.notes.size).toBe(0);
  });
});

describe("Registering several images", () => {
  test("repeats lists of one item and keeps the images for another time", async () => {
    const { server, snapshot } = await openSnapshot();
    await snapshot.generateImage(() => [FIGURE, FIGURE], {});
    await snapshot.generateImage(({ name }: { name: string }) => ({ name, data: FIGURE.data }), { name: "third.png" });
    const seen: string[] = [];
    const onRegistered = (_note: unknown, place: number, count: number): void =>
      void seen.push(`${place + 1}/${count}`);
    const notes = await snapshot.registerImages([], { texts: ["a"], widths: [50], jsons: [{ x: 1 }], onRegistered });
    expect(notes.map(({ text, json }) => [text, json])).toEqual(new Array(3).fill(["a", { x: 1 }]));
    expect(seen).toEqual(["1/3", "2/3", "3/3"]);
    expect(snapshot.images).toHaveLength(3);
    await snapshot.registerImages();
    expect(server.notes.size).toBe(6);
  });

  test("refuses lists of another length, which the original cuts", async () => {
    const { server, snapshot } = await openSnapshot();
    const [two, three] = [
      [FIGURE, FIGURE],
      ["a", "b", "c"],
    ];
    const error = await rejection(snapshot.registerImages(two, { texts: three }));
    expect(isSnapshotError(error, "snapshot/unequal-lists") && error.lengths).toMatchObject({ images: 2, texts: 3 });
    expect(server.log).toEqual([]);
    const seen: string[] = [];
    const onRegistered = (_note: object, place: number, count: number): void => void seen.push(`${place + 1}/${count}`);
    expect(await snapshot.registerImagesCompat(two, { texts: three, onRegistered })).toHaveLength(2);
    expect(seen).toEqual(["1/2", "2/2"]);
    expect(await snapshot.registerImagesCompat([FIGURE, FIGURE, FIGURE], { texts: ["a", "b"] })).toHaveLength(2);
  });

  test("sends nothing if one of the widths or documents cannot be", async () => {
    const { server, snapshot } = await openSnapshot();
    const two = [FIGURE, FIGURE];
    const width = await rejection(snapshot.registerImages(two, { widths: [50, 0] }));
    const json = await rejection(snapshot.registerImages(two, { jsons: [null, { x: Number.NaN }] }));
    expect([width, json]).toMatchObject([{ code: "snapshot/invalid-width" }, { code: "snapshot/unwritable-json" }]);
    expect(server.log).toEqual([]);
  });

  test("of none warns", async () => {
    const { server, snapshot, warnings } = await openSnapshot();
    expect(await snapshot.registerImages()).toEqual([]);
    expect(await snapshot.registerImages([], { texts: ["a", "b"] })).toEqual([]);
    expect(await snapshot.registerImagesCompat()).toBeUndefined();
    expect(warnings.map(({ code }) => code)).toEqual(new Array(3).fill("snapshot/no-images"));
    expect(server.log).toEqual([]);
  });
});
