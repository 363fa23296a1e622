import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { inspect } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { basicAuth, isTransferError, type TransferError } from "../../src/index.ts";
import { type DownloadOptions, type DownloadOutcome, download } from "../../src/node.ts";
import { md5Of } from "../contents.ts";
import { CONTENTS, type Fault, type FaultContent, faultsOf } from "../fault-server.ts";
import { startServer } from "../http-server.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const PASSWORD = "s3cr3t-pa55word";
const TOKEN = "qu3ry-t0ken";
const SECRETS = [PASSWORD, TOKEN, Buffer.from(`user:${PASSWORD}`).toString("base64")];

/** How a download through a fault ended. */
interface Ending {
  readonly outcome: DownloadOutcome | undefined;
  readonly error: unknown;
  readonly content: Uint8Array | undefined;
  /** Names in the folder, hidden ones too. */
  readonly names: readonly string[];
  readonly requests: number;
  /** All that was told on the way. */
  readonly told: string;
}

interface Wish {
  /** The large one by default. */
  readonly content?: FaultContent | undefined;
  readonly known?: "all" | "nothing" | undefined;
  readonly options?: DownloadOptions | undefined;
}

async function through(
  fault: Fault,
  { content: served = CONTENTS.large, known = "all", options = {} }: Wish = {},
): Promise<Ending> {
  const folder = await temporaryFolder();
  const server = await startServer(faultsOf(served)[fault]);
  onTestFinished(() => server.close());
  const target = join(folder, "file.bin");
  const told: unknown[] = [];
  const item = { url: `${server.url}/file.bin?token=${TOKEN}`, target };
  const expected = known === "all" ? { sizeBytes: served.body.length, md5: md5Of(served.body) } : {};
  let outcome: DownloadOutcome | undefined;
  let error: unknown;
  try {
    outcome = await download(
      { ...item, ...expected },
      {
        credentials: [basicAuth(server.url, "user", PASSWORD)],
        backoffMs: () => 0,
        retries: 2,
        timeoutMs: 5000,
        stallMs: 5000,
        onProgress: (progress) => told.push(progress),
        ...options,
      },
    );
  } catch (caught) {
    error = caught;
  }
  const content = await readFile(target).catch(() => undefined);
  const all = [told, outcome, error, String(error), inspect(error, { depth: 20, showHidden: true })];
  const texts = all.map((value) => (typeof value === "string" ? value : JSON.stringify(value)));
  const names = await readdir(folder);
  return { outcome, error, content, names, requests: server.requests.length, told: texts.join("\n") };
}

function expectWhole(ending: Ending, content: Uint8Array): void {
  expect(ending.error).toBeUndefined();
  expect(ending.content !== undefined && Buffer.compare(ending.content, content) === 0).toBe(true);
  expect(ending.names).toEqual(["file.bin"]);
}

function expectNoSecret({ told }: Ending): void {
  for (const secret of SECRETS) expect(told.includes(secret)).toBe(false);
}

/** Short limits for servers that never answer: how long exactly does not matter. */
const IMPATIENT: DownloadOptions = { timeoutMs: 400, stallMs: 400 };

describe.each(Object.entries(CONTENTS))("a %s file is whole after", (_size, content) => {
  test.each<[Fault, Wish]>([
    ["none", {}],
    ["500 once", {}],
    ["502 with HTML once", {}],
    ["401 once", {}],
    ["429 once with Retry-After", {}],
    ["429 once without Retry-After", {}],
    ["reset at 60 % once", {}],
    ["reset at 60 % once", { known: "nothing" }],
    ["reset before the headers once", {}],
    ["stalled body once", { options: { stallMs: 400 } }],
    ["short body with the right length once", { known: "nothing" }],
    ["wrong content once", {}],
    ["slow headers once", { options: { timeoutMs: 400 } }],
    ["500 with no gzip, said to be, once", {}],
    ["gzip by the server", {}],
    ["gzip by the server", { known: "nothing" }],
    ["gzip twice", {}],
    ["gzip twice", { known: "nothing" }],
  ])("%s, %j", async (fault, wish) => {
    const ending = await through(fault, { content, ...wish });
    expectWhole(ending, content.body);
    expectNoSecret(ending);
  });

  test.each<Fault>(["new version between parts", "new version between parts, condition ignored"])(
    "%s, in the new version",
    async (fault) => {
      const ending = await through(fault, { content, known: "nothing" });
      expectWhole(ending, content.newBody);
      expect(ending.outcome?.sizeBytes).toBe(content.newBody.length);
      expectNoSecret(ending);
    },
  );
});

describe.each(Object.entries(CONTENTS))("there is no %s file and a typed error after", (_size, content) => {
  test.each<[Fault, TransferError["code"], Record<string, unknown>, Wish]>([
    ["500 always", "transfer/http-status", { status: 500 }, {}],
    ["502 with HTML always", "transfer/http-status", { status: 502 }, {}],
    ["401 always", "transfer/access-refused", { status: 401, credentialsSent: true }, {}],
    ["401 always", "transfer/access-refused", { credentialsSent: false }, { options: { credentials: [] } }],
    ["403 always", "transfer/access-refused", { status: 403 }, {}],
    ["404 always", "transfer/not-found", {}, {}],
    ["410 always", "transfer/not-found", {}, {}],
    ["429 for an hour", "transfer/throttled", { retryAfterMs: 3_600_000 }, {}],
    ["503 for an hour", "transfer/throttled", { retryAfterMs: 3_600_000 }, {}],
    ["429 always", "transfer/throttled", { retryAfterMs: 0 }, {}],
    ["reset at 60 % always without ranges", "transfer/interrupted", { expectedBytes: content.body.length }, {}],
    ["reset before the headers always", "transfer/unreachable", {}, {}],
    ["stalled body always", "transfer/timeout", { waitedFor: "body", limitMs: 400 }, { options: IMPATIENT }],
    ["short body with the right length always", "transfer/interrupted", {}, {}],
    ["slow headers always", "transfer/timeout", { waitedFor: "headers" }, { options: { ...IMPATIENT, retries: 1 } }],
    ["new version between parts", "transfer/integrity", {}, {}],
    ["gzip twice, said once", "transfer/integrity", {}, {}],
    ["no gzip, said to be", "transfer/interrupted", {}, {}],
    ["page instead of a file", "transfer/invalid-answer", {}, { known: "nothing" }],
    ["page instead of a file", "transfer/integrity", {}, {}],
    ["206 to a question without a range", "transfer/invalid-answer", {}, {}],
    ["204 without a file", "transfer/invalid-answer", {}, {}],
    ["redirect to another scheme", "transfer/redirect-refused", {}, {}],
    ["redirect to a local file", "transfer/redirect-refused", {}, {}],
    ["redirect in circles", "transfer/redirect-refused", {}, {}],
    ["redirect with a user name", "transfer/redirect-refused", {}, {}],
    ["none", "transfer/too-large", { limitBytes: 1000 }, { known: "nothing", options: { maxBytes: 1000 } }],
  ])("%s: %s %j %j", async (fault, code, facts, wish) => {
    const ending = await through(fault, { content, ...wish });
    expect(ending.error).toMatchObject({ code, ...facts });
    expect(isTransferError(ending.error)).toBe(true);
    expect(ending.names.filter((name) => !name.startsWith("."))).toEqual([]);
    expect(ending.names.filter((name) => name.endsWith(".lock"))).toEqual([]);
    expectNoSecret(ending);
  });

  test.each<[Fault, string | undefined]>([
    ["wrong content always", md5Of(content.newBody)],
    ["wrong length always", undefined],
  ])("%s, with what was expected and what was found", async (fault, md5) => {
    const ending = await through(fault, { content });
    expect(isTransferError(ending.error, "transfer/integrity")).toBe(true);
    const sizeBytes = md5 === undefined ? content.body.length - 1 : content.body.length;
    expect(ending.error).toMatchObject({
      expected: { sizeBytes: content.body.length, md5: md5Of(content.body) },
      found: { sizeBytes, md5 },
    });
    expect(ending.names).toEqual([]);
    expect(ending.requests).toBe(2);
    expectNoSecret(ending);
  });
});

describe.each(Object.entries(CONTENTS))("as often as it makes sense, a %s file", (_size, content) => {
  test.each<[Fault, number, Wish]>([
    ["500 always", 3, {}],
    ["401 always", 2, {}],
    ["401 always", 1, { options: { credentials: [] } }],
    ["403 always", 1, {}],
    ["404 always", 1, {}],
    ["429 for an hour", 1, {}],
    ["redirect to another scheme", 1, {}],
    ["page instead of a file", 1, { known: "nothing" }],
    ["reset at 60 % always without ranges", 3, {}],
  ])("%s is asked for %i times, %j", async (fault, requests, wish) => {
    expect((await through(fault, { content, ...wish })).requests).toBe(requests);
  });
});

describe("a large file", () => {
  test("whose server breaks off every time leaves a part that a later call can go on with", async () => {
    const ending = await through("reset at 60 % always");
    expect(ending.error).toMatchObject({ code: "transfer/interrupted" });
    expect(ending.names.toSorted()).toEqual([".file.bin.part", ".file.bin.part.json"]);
  });
});
