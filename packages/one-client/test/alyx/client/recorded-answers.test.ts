import { describe, expect, test } from "vitest";
import { endpointRecord } from "../../../src/alyx/client/endpoint-methods.ts";
import { type EndpointName, isAlyxError } from "../../../src/alyx/index.ts";
import { clientOf, rejection, startAlyx } from "./loopback-alyx.ts";
import { isCut, type RecordedAnswer, recordedAnswers } from "./recorded-answers.ts";

const FILES = [
  "http_auth_errors_pagination.txt",
  "http_create_core_records.txt",
  "http_misc2.txt",
  "http_notes_images.txt",
  "http_register_tasks_misc.txt",
];
const ALL = FILES.flatMap(recordedAnswers);
const WHOLE = ALL.filter((answer) => !isCut(answer));

const json = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

/** Messages that a failure's answer holds for people. */
function messagesOf(body: unknown): readonly string[] {
  if (typeof body !== "object" || body === null) return [];
  const { detail, error, status_code: _status, ...fields } = body as Record<string, unknown>;
  const said = detail || error;
  return typeof said === "string" ? [said] : Object.values(fields).flat().map(String);
}

async function replay(answer: RecordedAnswer): Promise<unknown> {
  const server = await startAlyx(() => ({ status: answer.status, text: answer.body }));
  const { alyx } = clientOf(server);
  return await rejection(alyx.send("POST", "/notes", { data: { a: 1 } }).then((value) => ({ value })));
}

describe("Answers of a real database", () => {
  test("are all here, but for those that were cut", () => {
    expect([ALL.length, WHOLE.length]).toEqual([199, 171]);
  });

  test.each(WHOLE.map((answer) => [answer.file, answer.label, answer] as const))(
    "%s: %s",
    async (_file, _label, answer) => {
      const outcome = await replay(answer);
      const body = json(answer.body);
      if (answer.status === 204) expect(outcome).toBe('resolved with {"value":null}');
      else if ([200, 201].includes(answer.status) && body !== undefined) {
        expect(outcome).toBe(`resolved with ${JSON.stringify({ value: body })}`);
      } else if ([200, 201].includes(answer.status)) {
        expect(isAlyxError(outcome, "alyx/server-crash")).toBe(true);
      } else {
        expect(outcome).toMatchObject({
          code: "alyx/http-status",
          status: answer.status,
          method: "POST",
          query: "/notes",
        });
        for (const message of messagesOf(body)) expect(String(outcome)).toContain(message);
        expect(String(outcome)).not.toContain("<html");
      }
    },
  );
});

/** Which endpoint's records an answer holds, by what was asked. */
const ENDPOINT_OF: Readonly<Record<string, EndpointName>> = {
  users: "users",
  "users read": "users",
  labs: "labs",
  "lab patch": "labs",
  "dataset-types limit": "dataset-types",
  "dataset-type": "dataset-types",
  "brain-regions": "brain-regions",
  "data-formats": "data-formats",
  repo: "data-repository",
  repo2: "data-repository",
  project: "projects",
  subject: "subjects",
  session: "sessions",
  "session list": "sessions",
  ins: "insertions",
  "ins detail": "insertions",
  traj: "trajectories",
  "traj list": "trajectories",
  chan: "channels",
  datasets: "datasets",
  "datasets detail": "datasets",
  tag: "tags",
  task: "tasks",
  downloads: "downloads",
  files: "files",
  rev: "revisions",
  "json dict": "notes",
  "json str": "notes",
};
const TYPED = WHOLE.filter(({ label, status }) => Object.hasOwn(ENDPOINT_OF, label) && status < 300);

describe("Records of a real database", () => {
  test.each(TYPED.map(({ label, body }) => [label, body] as const))(
    "%s: have the kinds their types say",
    (label, body) => {
      const value = JSON.parse(body) as { results?: unknown[] } | unknown[];
      const records = Array.isArray(value) ? value : (value.results ?? [value]);
      const endpoint = ENDPOINT_OF[label] as EndpointName;
      for (const record of records) {
        const checked = endpointRecord(endpoint, record as never);
        expect(checked).toBe(record);
        const odd = Object.fromEntries(Object.keys(checked).map((name) => [name, { odd: 1 }]));
        expect(() => endpointRecord(endpoint, odd)).toThrow(`Unusable record: ${endpoint}.`);
      }
    },
  );
});
