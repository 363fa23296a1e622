import { expect, test } from "vitest";
import { type NoteRecord } from "../src/index.ts";
import { Snapshot } from "../src/node/snapshot.ts";
import { type Moment, type NotesServer, startNotes } from "./notes-server.ts";
import { pngOf } from "./small-images.ts";
import { EID, loggedIn } from "./test-client.ts";

/** Every step of a replacement, and both sides of the moment at which the database does what it is asked. */
const STEPS: readonly (readonly [request: string, moment: Moment])[] = [
  ["GET /sessions", "before"],
  ["GET /sessions", "after"],
  ["POST /notes", "before"],
  ["POST /notes", "after"],
  ["GET /notes", "before"],
  ["GET /notes", "after"],
  ["DELETE /notes", "before"],
  ["DELETE /notes", "after"],
];
const REPEATS = 100;

const figureNotes = (server: NotesServer): number =>
  [...server.notes.values()].filter(({ text }) => text === "raster").length;

/** Registers version `version` of the figure, as a program would that was just started. */
async function register(server: NotesServer, version: number): Promise<NoteRecord | undefined> {
  const one = { alyx: await loggedIn(server) };
  const image = { name: "raster.png", data: pngOf(40, 20) };
  const options = { text: "raster", json: { name: "raster", version } };
  return await new Snapshot(EID, { one }).registerImage(image, options).catch(() => undefined);
}

test("No note is ever lost, wherever the server dies in a replacement, and the next one cleans up", {
  timeout: 240_000,
}, async () => {
  const server = await startNotes();
  server.records["sessions"]?.push({ id: EID });
  await register(server, 0);
  let fewest = figureNotes(server);
  let most = 0;
  server.onChange = () => {
    fewest = Math.min(fewest, figureNotes(server));
    most = Math.max(most, figureNotes(server));
  };
  for (let repeat = 1; repeat <= REPEATS; repeat++) {
    for (const [request, moment] of STEPS) {
      // The server stays dead for all that comes, as one that crashed does.
      let isDead = false;
      server.death = (seen, now) => {
        isDead ||= `${seen.method} ${seen.path}`.startsWith(request) && now === moment;
        return isDead;
      };
      await register(server, repeat);
      expect(isDead).toBe(true);
      expect(figureNotes(server)).toBeGreaterThanOrEqual(1);
    }
    server.death = () => false;
    const note = await register(server, repeat);
    expect([...server.notes.keys()]).toEqual([note?.id]);
  }
  expect(fewest).toBe(1);
  expect(most).toBeGreaterThan(2);
});

test("Programs that replace one figure at once leave the note of the last of them", async () => {
  const server = await startNotes();
  server.records["sessions"]?.push({ id: EID });
  for (let repeat = 0; repeat < 20; repeat++) {
    const made = await Promise.all([register(server, 1), register(server, 2), register(server, 3)]);
    expect([...server.notes.keys()]).toEqual([
      made
        .map((note) => String(note?.id))
        .toSorted()
        .at(-1),
    ]);
  }
});
