import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { registerSnapshots } from "../../src/node/register-snapshots.ts";
import { type NotesServer, startNotes } from "../notes-server.ts";
import { gifOf, pngOf } from "../small-images.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { EID, loggedIn } from "../test-client.ts";

const FILES = {
  "raw_task_data_00/snapshots/rig.png": pngOf(20, 20),
  "raw_task_data_00/snapshots/rig.txt": " Before the session\n",
  "raw_task_data_00/snapshots/film.GIF": gifOf(3),
  "raw_task_data_00/snapshots/notes.md": "kept",
  "raw_task_data_01/snapshots/b.JPG": pngOf(10, 10),
  "raw_video_data/a.png": pngOf(10, 10),
  "snapshots/top.jpeg": pngOf(10, 10),
};

async function open(): Promise<{
  server: NotesServer;
  folder: string;
  one: { alyx: Awaited<ReturnType<typeof loggedIn>> };
}> {
  const server = await startNotes();
  server.records["sessions"]?.push({ id: EID });
  return { server, folder: await temporaryFolder(FILES), one: { alyx: await loggedIn(server) } };
}

test("Pictures of a rig become notes, with the text beside them", async () => {
  const { server, folder, one } = await open();
  const notes = await registerSnapshots(folder, { one, eid: EID, collection: "raw_task_data_*" });
  expect(notes?.map(({ text }) => text)).toEqual(["", "Before the session", ""]);
  const widths = server.seen.flatMap(({ form }) => form.filter(([name]) => name === "width"));
  expect(widths).toEqual([["width", "orig"]]);
});

test("Folders are the session's own by default, and several where they are named", async () => {
  const { folder, one } = await open();
  expect(await registerSnapshots(folder, { one, eid: EID })).toHaveLength(1);
  const collection = ["raw_task_data_00", "raw_task_data_0*", "raw_video_data"];
  expect(await registerSnapshots(folder, { one, eid: EID, collection })).toHaveLength(3);
  expect(await registerSnapshots(folder, { one, eid: EID, collection: "raw_video_data" })).toBeUndefined();
  expect(await registerSnapshots(join(folder, "none"), { one, eid: EID, collection: "*" })).toBeUndefined();
});

test("A folder without pictures gives no notes, which is not the same as no folder", async () => {
  const { folder, one } = await open();
  await mkdir(join(folder, "raw_ephys_data/snapshots"), { recursive: true });
  await writeFile(join(folder, "raw_file"), "");
  expect(await registerSnapshots(folder, { one, eid: EID, collection: "raw_ephys_data" })).toEqual([]);
  expect(await registerSnapshots(folder, { one, eid: EID, collection: "raw_f*" })).toBeUndefined();
});

test("Files go when they are registered, where that is wanted", async () => {
  const { folder, one } = await open();
  await registerSnapshots(folder, { one, eid: EID, collection: "raw_task_data_*", unlink: true });
  expect(await readdir(join(folder, "raw_task_data_00/snapshots"))).toEqual(["notes.md"]);
  expect(await readdir(join(folder, "raw_task_data_01"))).toEqual([]);
});
