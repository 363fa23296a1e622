import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Answer, type LabServer, startLab } from "./lab-server.ts";
import { AUTH_REQUESTS } from "./replay/auth-requests.ts";
import { asRecorded, difference, KnownIds } from "./replay/compare-answers.ts";
import { CORE_REQUESTS } from "./replay/core-requests.ts";
import { MISC_REQUESTS } from "./replay/misc-requests.ts";
import { NOTE_REQUESTS, noteOfLabel } from "./replay/note-requests.ts";
import { type RecordedAnswer, recordedAnswers, recordedText } from "./replay/recorded-answers.ts";
import { REGISTRATION_REQUESTS } from "./replay/registration-requests.ts";
import { type ReplayedRequest } from "./replay/request.ts";

const ids = new KnownIds();
let lab: LabServer;
let replayed = 0;
let matched = 0;
/** Labels of answers that are not the recorded ones, with what is different. */
const differences = new Map<string, string>();
const documented = new Map<string, string>();
/** Address of the image of the note that was read last. */
let image = "";

beforeAll(async () => {
  lab = await startLab();
  await lab.database.db
    .insertInto("lab")
    .values({
      name: "cortexlab",
      institution: "University College London",
      address: "Cruciform Building, Gower Street, London, WC1E 6BT, United Kingdom",
      timezone: "Europe/London",
      zscore_weight_pct: 0.8,
    })
    .execute();
}, 120_000);

afterAll(async () => {
  await lab.close();
});

/** A body of a recording with our ids. */
async function translated(body: unknown): Promise<unknown> {
  if (typeof body === "function") {
    const form = (await body()) as FormData;
    for (const [name, value] of form) if (typeof value === "string") form.set(name, ids.translate(value));
    return form;
  }
  if (body === undefined || typeof body === "string") return body;
  return JSON.parse(ids.translate(JSON.stringify(body)));
}

async function send({ method, path, body, headers }: Omit<ReplayedRequest, "label">): Promise<Answer> {
  const address = path.includes("IMAGE") ? image : ids.translate(path);
  return await lab.send(method, address, await translated(body), { ...headers });
}

function note(key: string, recorded: { status: number; body: string }, answer: Answer): void {
  replayed += 1;
  const found = difference(recorded, answer);
  if (found === undefined) matched += 1;
  else differences.set(key, found);
  ids.learn(recorded.body, asRecorded(answer));
}

async function imageSize(answer: Answer): Promise<readonly [number, number, string]> {
  const response = await fetch(answer.json.image, { headers: { Authorization: `Token ${lab.token}` } });
  const { width, height, format } = await sharp(new Uint8Array(await response.arrayBuffer())).metadata();
  return [width, height, format];
}

async function replay(recorded: RecordedAnswer, request: ReplayedRequest): Promise<void> {
  const key = `${recorded.file}: ${recorded.label}`;
  for (const before of request.before ?? []) {
    const made = await send(before);
    // The recording shows the id of what was made here only when it is read.
    const read = recordedAnswers(recorded.file).find(({ label }) => label === "read");
    ids.learn(read?.body ?? "", made.text);
    image = new URL(made.json.image).pathname;
  }
  const answer = await send(request);
  note(key, recorded, answer);
  if (request.differs !== undefined) documented.set(key, request.differs);
  if (recorded.image !== undefined) expect(await imageSize(answer), recorded.label).toEqual(recorded.image);
}

/** Sends every request of a file that is known, in the order of the recording. */
async function replayFile(file: string, requests: readonly ReplayedRequest[]): Promise<void> {
  const waiting = [...requests];
  for (const recorded of recordedAnswers(file)) {
    const at = waiting.findIndex(({ label }) => label === recorded.label);
    const request = at < 0 ? undefined : waiting.splice(at, 1)[0];
    if (request !== undefined) await replay(recorded, request);
    else if (recorded.label.startsWith("note {")) await replay(recorded, noteOfLabel(recorded.label));
  }
  expect(waiting.map(({ label }) => label)).toEqual([]);
}

/** Requests that the original's registration sent: recorded whole, with the beginnings of their answers. */
async function replayRegistration(file: string): Promise<void> {
  const lines = recordedText(file).split("\n");
  const changed = lines.flatMap((line) => /PATCH \/datasets\/(\S+)/.exec(line)?.[1] ?? []).join();
  for (const [index, line] of lines.entries()) {
    const [, method, path, body] = /^ {3}>> (\S+) (\S+) ?(.*)$/.exec(line) ?? [];
    const [, status, text] = /^ {3}<< (\d+) (.*)$/.exec(lines[index + 1] ?? "") ?? [];
    if (method === undefined || path === undefined || path === "/api/schema") continue;
    // A GET cannot carry a body here; the original takes the same from the query.
    const query = path === "/check-protected" ? `?${new URLSearchParams(JSON.parse(body ?? "{}"))}` : "";
    const request = { method, path: path + query, ...(body && query === "" ? { body: JSON.parse(body) } : {}) };
    const answer = await send(request);
    note(`${file}:${index + 1}`, { status: Number(status), body: text ?? "" }, answer);
    // Answers are cut before the second id; the recording changes the datasets in the order of their registration.
    if (path === "/register-file" && answer.status === 201)
      ids.learn(changed, answer.json.map(({ id }: { id: string }) => id).join());
  }
}

test("recorded requests are answered as a real Alyx answered them", async () => {
  await replayFile("http_auth_errors_pagination.txt", AUTH_REQUESTS);
  await replayFile("http_create_core_records.txt", CORE_REQUESTS);
  await replayFile("http_notes_images.txt", NOTE_REQUESTS);
  await replayFile("http_register_tasks_misc.txt", REGISTRATION_REQUESTS);
  await replayRegistration("p9_registration_reference_client.txt");
  await replayFile("http_misc2.txt", MISC_REQUESTS);
  const unexpected = [...differences].filter(([key]) => !documented.has(key));
  console.log(`replayed ${replayed}, matched ${matched}, different on purpose ${documented.size}`);
  expect(Object.fromEntries(unexpected)).toEqual({});
  expect([...differences.keys()].toSorted()).toEqual([...documented.keys()].toSorted());
  expect(matched).toBe(replayed - documented.size);
  expect(lab.failures).toEqual([]);
}, 120_000);
