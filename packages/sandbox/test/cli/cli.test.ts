import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { parseRateLimit } from "../../src/cli/commands/serve-options.ts";
import { runCli } from "../../src/cli/run-cli.ts";
import { type Terminal } from "../../src/cli/terminal.ts";

let root: string;
let folder: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "sandbox-cli-"));
  folder = join(root, "lab");
});

afterAll(async () => {
  await rm(root, { recursive: true });
});

interface Run {
  readonly code: Promise<number>;
  readonly stop: () => void;
  readonly out: () => string;
  readonly err: () => string;
}

/** Run a command line with streams of its own. */
function run(
  args: readonly string[],
  { stdin = "", env = {} }: { stdin?: string; env?: Record<string, string> } = {},
): Run {
  const stop = new AbortController();
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const texts = { out: "", err: "" };
  stdout.on("data", (piece) => (texts.out += String(piece)));
  stderr.on("data", (piece) => (texts.err += String(piece)));
  const terminal: Terminal = { stdin: Readable.from([stdin]), stdout, stderr, env, stop: stop.signal };
  const code = runCli(args, terminal, "1.2.3");
  return { code, stop: () => stop.abort(), out: () => texts.out, err: () => texts.err };
}

async function done(args: readonly string[], options = {}) {
  const started = run(args, options);
  return { code: await started.code, out: started.out(), err: started.err() };
}

describe("the command line", () => {
  test("keeps a lab: seeds, imports, makes users, lists them, serves, and ends at Ctrl-C", async () => {
    expect(await done(["seed", "demo", "--folder", folder])).toEqual({
      code: 0,
      out: "3 subjects, 6 sessions, 4 insertions, 91 datasets\n",
      err: "",
    });
    await mkdir(join(root, "mine/mouse/2024-05-06/001/alf"), { recursive: true });
    await writeFile(join(root, "mine/mouse/2024-05-06/001/alf/spikes.times.npy"), "bytes");
    const imported = await done(["import", join(root, "mine"), "--lab", "mylab"], { env: { SANDBOX_FOLDER: folder } });
    expect(imported.out).toContain("sessions: 1 new, 0 known\ndatasets: 1 new, 0 changed, 0 known\n");
    const again = await done(["import", join(root, "mine"), "--lab", "mylab", "-f", folder]);
    expect(again.out).toContain("sessions: 0 new, 1 known\ndatasets: 0 new, 0 changed, 1 known\n");
    expect(await done(["tables", "-f", folder])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^7 sessions, 92 /),
    });

    const added = await done(["users", "add", "alice", "--password-stdin", "-f", folder], { stdin: "pass word\n" });
    expect(added).toMatchObject({ code: 0, out: "alice can log in\n" });
    expect((await done(["users", "list", "-f", folder])).out).toBe("alice\ndemo\tno password\n");

    const server = run(["start", "-f", folder, "--port", "0", "--data-port", "0"]);
    await vi.waitFor(() => expect(server.out()).toContain("Ctrl-C ends it."), 90_000);
    expect(server.out()).toContain("alice, with the password given before");
    const address = (name: string) => new RegExp(`${name} server\\s+(\\S+)`).exec(server.out())?.[1] ?? "";
    const body = new URLSearchParams({ username: "alice", password: "pass word" });
    expect((await fetch(`${address("Alyx")}/auth-token`, { method: "POST", body })).status).toBe(200);
    const file = await fetch(`${address("Data")}/mylab/Subjects/mouse/2024-05-06/001/alf/spikes.times.npy`);
    expect(await file.text()).toBe("bytes");
    server.stop();
    expect(await server.code).toBe(0);
    expect(server.err()).toBe("sandbox: closing\n");
    await expect(fetch(address("Alyx"))).rejects.toThrow();
  }, 120_000);

  test("shows the user that it made up, for a lab that is in memory", async () => {
    const server = run(["--port", "0", "--data-port", "0", "--seed", "demo"]);
    await vi.waitFor(() => expect(server.out()).toContain("Ctrl-C ends it."), 90_000);
    const [, url, password] = /Alyx server\s+(\S+)[\s\S]*demo, password (\S+)/.exec(server.out()) ?? [];
    const body = new URLSearchParams({ username: "demo", password: password ?? "" });
    expect((await fetch(`${url}/auth-token`, { method: "POST", body })).status).toBe(200);
    server.stop();
    expect(await server.code).toBe(0);
  }, 120_000);

  test.each([
    [["seed", "demo"], /--folder DIR/],
    [["seed", "other", "-f", "x"], /Allowed choices are demo/],
    [["start", "--port", "many"], /--port many \(expected 0 to 65535\)/],
    [["start", "--rate-limit", "fast"], /e\.g\. 550\/minute/],
    [["start", "--data-user", "lab"], /\$SANDBOX_DATA_PASSWORD/],
    [["strat"], /unknown command 'strat'[\s\S]*start/],
    [["--prot", "0"], /unknown option '--prot'[\s\S]*--port/],
    [["users", "add", "bob", "-f", "x"], /expected --password-stdin/],
    [["users", "add", "bob", "--password", "secret"], /unknown option '--password'/],
    [["users", "add", "bob", "--password-stdin", "-f", "x"], /The password is empty/],
  ])("says what is wrong with %s", async (args, message) => {
    const { code, err, out } = await done(args);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(message);
  });

  test("refuses to serve other machines without a user who has a password", async () => {
    const args = ["start", "--host", "0.0.0.0", "--port", "0", "--data-port", "0", "--open-data"];
    const { code, err } = await done(args);
    expect(code).toBe(1);
    expect(err).toContain("there is no user with a password");
  }, 120_000);

  test("fails for a folder without sessions, and says so", async () => {
    const { code, err } = await done(["import", join(root, "none"), "-f", join(root, "other")]);
    expect([code, err]).toEqual([1, expect.stringContaining("No sessions in")]);
  }, 120_000);

  test.each([["start"], ["seed"], ["import"], ["users", "add"], ["users", "password"], ["users", "list"], ["tables"]])(
    "shows an example in the help of %s",
    async (...command) => {
      const { code, out } = await done([...command, "--help"]);
      expect(code).toBe(0);
      expect(out).toMatch(/Examples?:\n {2}/);
    },
  );
});

test("nothing that a name holds steers the terminal", async () => {
  const { code, err } = await done(["import", join(root, "\u001b[2J\u202enone"), "-f", join(root, "steered")]);
  expect(code).toBe(1);
  expect(err).toContain("\ufffd[2J\ufffdnone");
  expect(err).not.toContain("\u001b");
}, 120_000);

test.each([
  ["550/minute", { requests: 550, perMs: 60_000 }],
  ["2/s", { requests: 2, perMs: 1000 }],
  ["10/day", { requests: 10, perMs: 86_400_000 }],
])("reads %s as a rate", (text, rate) => {
  expect(parseRateLimit(text)).toEqual(rate);
});

test.each(["0/minute", "5", "5/year", "-1/second"])("does not take %s for a rate", (text) => {
  expect(() => parseRateLimit(text)).toThrow(/--rate-limit/);
});
