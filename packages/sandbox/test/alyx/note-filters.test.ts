import { afterAll, beforeAll, expect, test } from "vitest";
import { type LabServer, startLab } from "./lab-server.ts";
import { recordedFilters } from "./replay/filter-answers.ts";

let lab: LabServer;
let session = "";

/** Notes of the recording: on the session and on other records, most of them without a structured value. */
const ON_SESSION = [
  ...Array.from({ length: 32 }, () => ({ text: "t", json: null })),
  { text: "psych", json: { name: "psych" } },
  { text: "plain", json: { a: 1 } },
  { text: "plain", json: null },
  { text: "patchme", json: null },
];

beforeAll(async () => {
  lab = await startLab();
  await lab.post("/labs", { name: "cortexlab" });
  const { json: subject } = await lab.post("/subjects", { nickname: "SW01", lab: "cortexlab" });
  session = (await lab.post("/sessions", { subject: "SW01", number: 1 })).json.id;
  for (const note of ON_SESSION) {
    await lab.post("/notes", { user: "test_user", content_type: "session", object_id: session, ...note });
  }
  for (let i = 0; i < 4; i++) {
    await lab.post("/notes", { user: "test_user", content_type: "subject", object_id: subject.id, text: "s" });
  }
}, 120_000);

afterAll(async () => {
  await lab.close();
});

test.each(recordedFilters())(
  "notes filtered by $filter are those of a real Alyx",
  async ({ filter, status, count, detail }) => {
    const answer = await lab.get(`/notes?django=${encodeURIComponent(filter.replaceAll("EID", session))}`);
    expect(answer.status).toBe(status);
    // The words for a pattern that is none are the database's own; the recording has those of SQLite.
    if (filter.includes("regex")) expect(answer.json.detail).toMatch(/^invalid regular expression/);
    else expect([answer.json.count, answer.json.detail]).toEqual([count, detail]);
  },
);
