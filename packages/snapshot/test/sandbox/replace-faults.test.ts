import { access } from "node:fs/promises";
import { join } from "node:path";
import { createAlyxClient } from "@neurophys/one-client/alyx";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type NoteRecord, Snapshot } from "../../src/index.ts";
import { type Moment } from "../notes-server.ts";
import { figureOf, type OpenedSandbox, openSandbox } from "./open-sandbox.ts";
import { type RecordingProxy, recordRequests } from "./recording-proxy.ts";

let lab: OpenedSandbox;
let proxy: RecordingProxy;

beforeAll(async () => {
  lab = await openSandbox();
  proxy = await recordRequests(lab.sandbox.alyxUrl);
}, 120_000);

afterAll(async () => {
  await proxy.close();
  await lab.sandbox.close();
});

const REPEATS = 3;
const STEPS = ["GET /sessions", "POST /notes", "GET /notes", "DELETE /notes"].flatMap((request) =>
  (["before", "after"] as const).map((moment): [string, Moment] => [request, moment]),
);

/** Registers a figure over a connection that may break, as a program would that was just started. */
async function register(version: number): Promise<NoteRecord | undefined> {
  const { username, token } = lab.sandbox;
  const policy = { backoffMs: () => 1, timeoutMs: 5000 };
  const alyx = createAlyxClient({ baseUrl: proxy.url, username, token, cache: { mode: null }, policy });
  const options = { text: "fault", json: { name: "fault", version }, width: 20 };
  return await new Snapshot(lab.eid, { one: { alyx } }).registerImage(figureOf(40, 20), options).catch(() => undefined);
}

/** Versions of the figure that the database has; the image of each must lie on its disk. */
async function versions(): Promise<readonly unknown[]> {
  const notes = await lab.alyx.list("notes", { django: `object_id,${lab.eid}` });
  const figures = notes.filter(({ text }) => text === "fault");
  for (const { image } of figures) {
    await access(join(lab.sandbox.folder, "media", decodeURIComponent(String(image).split("/uploaded/")[1] ?? "")));
  }
  return figures.map(({ json }) => (json as { version: number }).version);
}

test("A database keeps a note and its image wherever the connection breaks, and one of each after the next one", {
  timeout: 120_000,
}, async () => {
  await register(0);
  const files = await lab.countFiles();
  for (let repeat = 1; repeat <= REPEATS; repeat++) {
    for (const [request, moment] of STEPS) {
      let isDead = false;
      proxy.death = (seen, now) => {
        isDead ||= seen.startsWith(request) && now === moment;
        return isDead;
      };
      await register(repeat);
      expect(isDead).toBe(true);
      expect((await versions()).length).toBeGreaterThanOrEqual(1);
    }
    proxy.death = () => false;
    await register(repeat + 0.5);
    expect([await versions(), await lab.countFiles()]).toEqual([[repeat + 0.5], files]);
  }
});
