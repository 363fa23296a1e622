import { mkdir, rename } from "node:fs/promises";
import { type JsonValue } from "@neurophys/alf";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type RestRecord } from "../../src/alyx/index.ts";
import { openRegistration } from "../../src/node/registration.ts";
import { type RegistrationClient } from "../../src/registration/index.ts";
import { alyxFor } from "./alyx-for.ts";
import { DATA_FORMATS, DATASET_TYPES, FILE_EXTENSIONS } from "./dataset-kinds.ts";
import { LoopbackAlyx, listAnswer } from "./loopback-alyx.ts";
import {
  type Completion,
  type Exchange,
  exchangesOf,
  expectedRequest,
  gotRequest,
  linesBetween,
  recordedLines,
  replay,
} from "./recorded-trace.ts";
import { LabOnDisk } from "./session-on-disk.ts";

const LINES = recordedLines("p9_registration_reference_client.txt");
const EID = "046c8b14-8beb-4730-a890-3bc776cafd6c";
const NOW = new Date(2026, 10, 20, 17, 47, 26);
const FILES = {
  "alf/#2024-01-01#/foo.bar.npy": "abc",
  "alf/foo.bar.npy": "abc",
  "alf/foo.bar.zzz": "abc",
  "alf/probe00/spikes.times.npy": "abc",
  "alf/unknown.thing.npy": "abc",
  "notalf.txt": "abc",
};

/** What the recording cut off: later records, the address of a session, details of a refusal. */
const complete: Completion = (answer, { method, url, body }) => {
  const record = answer as RestRecord;
  if (url === "/dataset-types") return listAnswer(DATASET_TYPES);
  if (url === "/data-formats") return listAnswer(DATA_FORMATS);
  if (url.startsWith("/sessions") && method !== "GET") return { ...record, url: `http://127.0.0.1/sessions/${EID}` };
  if (url !== "/register-file") return answer;
  const filenames = (body as RestRecord)["filenames"] as readonly string[];
  if (!Array.isArray(answer)) {
    const states = [{ "2024-01-01": true }, { "": true }];
    const details: JsonValue = filenames.map((name) => ({
      [name]: name.includes("spikes") ? [{ "": false }] : states,
    }));
    return { ...record, details };
  }
  return filenames.map((name) => ({ name: name.split("/").at(-1) ?? "", revision: /#(.*)#/.exec(name)?.[1] ?? "" }));
};

/**
 * What our client asks beside: it looks up names before it sends anything, where the reference leaves it to the database to
 * refuse them, and which protected files are unchanged, where the reference moves them.
 */
const LOOKED_UP = /^GET \/(?:(?:projects|labs|data-repository)\/|(?:sessions|datasets)\?)/;

let lab: LabOnDisk;
let alyx: LoopbackAlyx | undefined;
/** Requests of the recording that is replayed. */
let recorded: ReadonlySet<string> = new Set();

const isBeside = (request: string): boolean => LOOKED_UP.test(request) && !recorded.has(request);

/** Replay exchanges after those that make a client, and give that client. */
async function clientFor(lines: readonly string[]): Promise<[RegistrationClient, readonly Exchange[]]> {
  const init = exchangesOf(linesBetween(LINES, "--- init", "--- create")).filter(({ url }) => url !== "/api/schema");
  const exchanges = exchangesOf(lines);
  recorded = new Set(exchanges.map(expectedRequest));
  const answer = replay([...init, ...exchanges], complete);
  alyx = await LoopbackAlyx.start((asked) =>
    isBeside(gotRequest(asked)) ? { status: 200, body: asked.url.includes("?") ? listAnswer([]) : {} } : answer(asked),
  );
  const client = await openRegistration({ rest: alyxFor(alyx.url), now: () => NOW });
  expect(alyx.asked.splice(0).map(gotRequest)).toEqual(init.map(expectedRequest));
  return [client, exchanges];
}

/** What was asked that the reference asks, too. */
function requests(): readonly string[] {
  return alyx?.asked.map(gotRequest).filter((request) => !isBeside(request)) ?? [];
}

/** What was asked beside. */
function lookedUp(): readonly string[] {
  return alyx?.asked.map(gotRequest).filter(isBeside) ?? [];
}

beforeEach(async () => {
  lab = await LabOnDisk.create();
});
afterEach(async () => {
  await alyx?.close();
  await lab.remove();
});

describe("a client sends what the reference sent to a real database", () => {
  test("when it is made: it knows types, patterns and extensions", async () => {
    const [client] = await clientFor([]);
    expect(client.fileExtensions).toHaveLength(29);
    expect(client.fileExtensions).toEqual(FILE_EXTENSIONS);
    expect(client.registrationPatterns).toEqual(["*Spikes.times*.npy", " ", "clusters.d*.npy"]);
  });

  test("for a new session", async () => {
    const [client, exchanges] = await clientFor(linesBetween(LINES, "--- create_new", "--- find"));
    const { sessionPath, eid } = await client.createNewSession("SW01", {
      sessionRoot: lab.subjects,
      date: "2024-04-01",
      endTime: "2024-04-01T10:00:00",
      procedures: "Behavior training/tasks",
      projects: ["proj1"],
      fields: { task_protocol: "tp", json: { k: 1 } },
    });
    expect([sessionPath, eid]).toEqual([lab.session(), EID]);
    expect([requests(), lookedUp()]).toEqual([exchanges.map(expectedRequest), ["GET /projects/proj1"]]);
    expect(await lab.folders(lab.subjects)).toContain("SW01/2024-04-01/001");
  });

  test("for a session that is there, with its files", async () => {
    const lines = linesBetween(LINES, "--- register_session", "4 [");
    const [client, exchanges] = await clientFor(lines);
    await lab.write(FILES);
    const found = await client.findFiles(lab.session());
    expect(found.map((path) => path.slice(lab.session().length + 1))).toEqual(Object.keys(FILES).slice(0, 4));

    const { session, files } = await client.registerSession(lab.session(), { startTime: "2024-04-01T08:00:00" });
    expect([requests(), lookedUp()]).toEqual([exchanges.map(expectedRequest), []]);
    expect(files?.records.map((record) => record?.["name"])).toEqual([
      "foo.bar.npy",
      "foo.bar.npy",
      undefined,
      "spikes.times.npy",
    ]);
    expect(files?.skipped).toEqual([
      { file: `${lab.session()}/alf/foo.bar.zzz`, reason: 'no matching extension ".zzz" in the database' },
    ]);
    expect(session["data_dataset_session_related"]).toHaveLength(3);
  });

  test("for members that are not there", async () => {
    const start = LINES.findIndex((line) => line.startsWith("ALFInvalid"));
    const [client, exchanges] = await clientFor(LINES.slice(start, start + 10));
    await expect(client.assertExists("foo", "subjects")).rejects.toMatchObject({ code: "alf/subject-not-found" });
    const users = client.assertAllExist(["test_user", "foo"], "users");
    await expect(users).rejects.toMatchObject({ code: "registration/member-not-found", member: "foo" });
    expect([requests(), lookedUp()]).toEqual([exchanges.map(expectedRequest), []]);
  });

  test("for protected files, which then lie in new revisions", async () => {
    const lines = linesBetween(LINES, "--- protect", "[('2026-11-20'");
    const [client, exchanges] = await clientFor(lines.slice(lines.findIndex((line) => line.includes("POST"))));
    await lab.write(FILES);
    const order = ["alf/foo.bar.npy", "alf/#2024-01-01#/foo.bar.npy", "alf/probe00/spikes.times.npy"];
    const { records, moved } = await client.registerFiles(order.map((name) => `${lab.session()}/${name}`));
    const lookup = "GET /sessions?date_range=2024-04-01%2C2024-04-01&number=001&subject=SW01";
    expect([requests(), lookedUp()]).toEqual([exchanges.map(expectedRequest), [lookup]]);
    expect(records.map((record) => record?.["revision"])).toEqual(["2026-11-20", "2024-01-01a", ""]);
    expect(moved).toEqual([
      { from: `${lab.session()}/${order[0]}`, to: `${lab.session()}/alf/#2026-11-20#/foo.bar.npy` },
      { from: `${lab.session()}/${order[1]}`, to: `${lab.session()}/alf/#2024-01-01a#/foo.bar.npy` },
    ]);
    const recorded = LINES.find((line) => line.startsWith("['alf/#2024-01-01a#")) ?? "";
    expect(Object.keys(await lab.contents())).toEqual(JSON.parse(recorded.replaceAll("'", '"')));
  });

  test("to ask for protection, in the query", async () => {
    const start = LINES.findIndex((line) => line.includes("/check-protected"));
    const [client, exchanges] = await clientFor(LINES.slice(start, start + 2));
    const file = `${lab.session()}/alf/probe00/spikes.times.npy`;
    expect(await client.checkProtectedFiles([file])).toEqual([
      { file, filename: "alf/probe00/spikes.times.npy", revisions: [], isProtected: false },
    ]);
    expect([requests(), lookedUp()]).toEqual([exchanges.map(expectedRequest), []]);
  });

  test("for water", async () => {
    const start = LINES.findIndex((line) => line.startsWith("--- check"));
    const [client, exchanges] = await clientFor(linesBetween(LINES.slice(start), "--- check", "--- water"));
    const record = await client.registerWaterAdministration("SW01", 35.10001, {
      dateTime: "2026-11-20T17:47:26.603888",
    });
    expect([requests(), lookedUp()]).toEqual([exchanges.map(expectedRequest), []]);
    expect(record).toMatchObject({ water_administered: 35.1, user: "test_user" });
  });

  test("for a weight", async () => {
    const lines = LINES.slice(LINES.findIndex((line) => line.startsWith("--- water")));
    const [client, exchanges] = await clientFor(
      lines.slice(
        0,
        lines.findIndex((line) => line.startsWith("{'subject'")),
      ),
    );
    await client.registerWeight("SW01", 22.1234, { dateTime: "2026-11-20T17:47:26.644382" });
    expect([requests(), lookedUp()]).toEqual([exchanges.map(expectedRequest), []]);
  });
});

describe("a client refuses what the reference refused, without asking", () => {
  test.each([
    ["a start on another day", { startTime: "2024-04-02" }, "registration/start-time-mismatch"],
    ["the lab of another folder", { lab: "xx" }, "registration/lab-mismatch"],
    ["an end that is no time", { endTime: "yesterday" }, "registration/invalid-argument"],
    ["the subject as a field", { fields: { subject: "x" } }, "registration/invalid-argument"],
  ])("%s", async (_, options, code) => {
    const [client] = await clientFor([]);
    await mkdir(lab.session(), { recursive: true });
    await expect(client.registerSession(lab.session(), options)).rejects.toMatchObject({ code });
    expect(requests()).toEqual([]);
  });

  test("a path without session", async () => {
    const [client] = await clientFor([]);
    await expect(client.registerSession("/home/user/foo/bar")).rejects.toMatchObject({ code: "alf/invalid" });
  });

  test.each([0, -1, Number.NaN])("an amount of %d", async (amount) => {
    const [client] = await clientFor([]);
    const error = { code: "registration/invalid-argument" };
    await expect(client.registerWaterAdministration("SW01", amount)).rejects.toMatchObject(error);
    await expect(client.registerWeight("SW01", amount)).rejects.toMatchObject(error);
    expect(requests()).toEqual([]);
  });

  test("a session that is none", async () => {
    const [client] = await clientFor([]);
    const water = client.registerWaterAdministration("SW01", 1, { session: "foo" });
    await expect(water).rejects.toMatchObject({ code: "registration/invalid-argument", argument: "session" });
  });
});

describe("a plan holds the requests that the reference shows", () => {
  const dry = JSON.parse((LINES.find((line) => line.startsWith("--- dry ")) ?? "").slice(8)) as RestRecord;
  const second = (LINES.find((line) => line.startsWith("--- dry2 ")) ?? "").slice(9);
  const dry2 = JSON.parse(
    second.replaceAll("'", '"').replaceAll("None", "null").replaceAll("True", "true").replaceAll("False", "false"),
  ) as readonly RestRecord[];

  test("with the fields in order", async () => {
    const [client] = await clientFor([]);
    await lab.write(FILES);
    const { requests: plans } = await client.planFiles([`${lab.session()}/alf/foo.bar.npy`]);
    expect(plans.map(({ body }) => JSON.stringify(body))).toEqual([JSON.stringify(dry)]);
    expect(requests()).toEqual([]);
  });

  test("without hashes of large files, with versions and labs", async () => {
    const [client] = await clientFor([]);
    await lab.write(FILES);
    const file = `${lab.session()}/alf/foo.bar.npy`;
    const options = { versions: ["1"], labs: "a,b", maxMd5SizeBytes: 3 };
    const { requests: plans } = await client.planFiles([file], options);
    expect(plans.map(({ body }) => body)).toEqual(dry2);
    await rename(file, `${file}x`);
    await expect(client.planFiles([file])).rejects.toMatchObject({ code: "io/file-not-found" });
  });
});
