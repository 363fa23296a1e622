import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { type NotesServer, startNotes } from "../notes-server.ts";
import { pngOf } from "../small-images.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { EID, PID } from "../test-client.ts";
import { machine, run } from "./cli-run.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

const SUBJECT = "e046d283-2bda-4611-9e37-f1142f39c9a9";

async function open(): Promise<{ server: NotesServer; a: string; b: string }> {
  const server = await startNotes();
  server.records["sessions"]?.push({ id: EID });
  server.records["insertions"]?.push({ id: PID });
  server.records["subjects"]?.push({ id: SUBJECT, nickname: "SW01" });
  await machine({ ALYX_BASE_URL: server.url, ALYX_USER: "test_user", ALYX_TOKEN: "0".repeat(40) });
  const folder = await temporaryFolder({ "a.png": pngOf(900, 90), "b.left.png": pngOf(90, 90) });
  return { server, a: join(folder, "a.png"), b: join(folder, "b.left.png") };
}

const notesOf = ({ notes }: NotesServer): readonly unknown[] =>
  [...notes.values()].map(({ object_id, text, json }) => [object_id, text, json]);

describe("snapshot register", () => {
  test("registers files with texts and a width, and prints the notes", async () => {
    const { server, a, b } = await open();
    const { exitCode, stdout, stderr } = await run([
      "register",
      a,
      b,
      "--eid",
      EID,
      "--text",
      "A",
      "B",
      "--width",
      "100",
    ]);
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(notesOf(server)).toEqual([
      [EID, "A", null],
      [EID, "B", null],
    ]);
    expect(stdout.trim().split("\n")).toEqual([...server.notes.keys()].map((id, i) => `${id}  ${[a, b][i]}`));
    expect(server.seen.flatMap(({ form }) => form.filter(([name]) => name === "width"))).toHaveLength(2);
  });

  test("registers a report, which the next one replaces", async () => {
    const { server, a, b } = await open();
    await run(["register", a, b, "--pid", PID, "--report"]);
    const { stdout } = await run(["register", a, b, "--pid", PID, "--report", "--json"]);
    const printed = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { id: string; json: object });
    expect(printed.map(({ id }) => id)).toEqual([...server.notes.keys()]);
    expect(printed.map(({ json }) => json)).toMatchObject([
      { tag: "## report ##", function: "snapshot register", name: "a" },
      { tag: "## report ##", name: "b.left" },
    ]);
  });

  test("replaces a figure with a name, and finds an animal by its nickname", async () => {
    const { server, a } = await open();
    for (const subject of ["SW01", SUBJECT])
      await run(["register", a, "--subject", subject, "--name", "weight", "--width", "orig"]);
    expect(notesOf(server)).toEqual([[SUBJECT, "weight", { name: "weight" }]]);
  });

  test("shows how far it is in a terminal", async () => {
    const { a, b } = await open();
    const { stderr } = await run(["register", a, b, "--eid", EID], { isTTY: true });
    expect(stderr).toContain(`0/2 ${a}`.slice(0, 79));
    expect(stderr).toContain(`1/2 ${b}`.slice(0, 79));
  });

  test.each([
    [["register", "a.png"], "Give one of --eid"],
    [["register", "a.png", "--eid", EID, "--pid", PID], "Give one of --eid"],
    [["register", "a.png", "--eid", EID, "--width", "0"], "above 0"],
    [["register", "a.png", "--eid", "5"], "version 4 UUID"],
    [["register", "a.png", "b.png", "--eid", EID, "--name", "x"], "--name is for one file"],
    [["register", "a.png", "b.png", "c.png", "--eid", EID, "--text", "x", "y"], "2 texts for 3 files"],
    [["register", "a.png", "--eid", EID, "--report", "--text", "y"], "leave --text out"],
    [["register", "x/a.png", "y/a.png", "--eid", EID, "--report"], 'named "a"'],
    [["report", "5"], "version 4 UUID"],
    [["report", EID, "--width", "wide"], "above 0"],
    [["report"], "missing required argument"],
    [["list", EID, "--eid", EID], "unknown option"],
    [["register", "--eid", EID], "missing required argument"],
    [["regster"], "Did you mean register?"],
  ])("%j is a wrong command line", async (args, message) => {
    const { server } = await open();
    const { exitCode, stderr } = await run(args);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message) as string]);
    expect(server.notes.size).toBe(0);
  });

  test("fails with what is wrong in one line", async () => {
    const { a } = await open();
    const missing = await run(["register", "/no/such.png", "--eid", EID]);
    expect(missing).toEqual({
      exitCode: 1,
      stdout: "",
      stderr: expect.stringMatching(/^snapshot: No image file .*\n$/) as string,
    });
    const other = await run(["register", a, "--eid", PID]);
    expect(other).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("No object of type") as string });
  });

  test("sends nothing if one of the files is not there", async () => {
    const { server, a } = await open();
    const { exitCode, stderr } = await run(["register", a, "/no/such.png", "--eid", EID]);
    expect([exitCode, stderr, server.notes.size]).toEqual([1, expect.stringContaining("/no/such.png") as string, 0]);
  });

  test("prints what a database says without marks that move the cursor", async () => {
    const { server, a } = await open();
    server.refusal = "no \u001b[2J notes\ntoday";
    const { exitCode, stderr } = await run(["register", a, "--eid", EID]);
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/^snapshot: .*no \[2J notes today.*\n$/) as string]);
  });

  test("never asks for a password", async () => {
    const { server, a } = await open();
    await machine({ ALYX_BASE_URL: server.url });
    const { exitCode, stderr } = await run(["register", a, "--eid", EID], { isTTY: true });
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining("set ALYX_USER and ALYX_TOKEN") as string]);
  });
});

describe("snapshot list", () => {
  test("lists notes, the oldest first, without marks that move the cursor", async () => {
    const { server, a } = await open();
    await run(["register", a, "--eid", EID, "--text", "red \u001b[31m and\nmore"]);
    await run(["register", a, "--eid", EID, "--report"]);
    const { stdout } = await run(["list", EID]);
    const lines = stdout.trimEnd().split("\n");
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain("test_user  note  red [31m and more  http");
    expect(lines[1]).toContain("test_user  report  a  http");
    const json = await run(["list", EID, "--json", "--base-url", server.url]);
    expect(
      json.stdout
        .trim()
        .split("\n")
        .map((line) => (JSON.parse(line) as { id: string }).id),
    ).toEqual([...server.notes.keys()]);
  });

  test("says that there are none", async () => {
    await open();
    expect(await run(["list", EID])).toMatchObject({
      exitCode: 0,
      stdout: "",
      stderr: `snapshot: no notes on ${EID}\n`,
    });
    expect((await run(["list", "x"])).exitCode).toBe(2);
  });
});

describe("Help", () => {
  test.each([[[]], [["--help"]], [["register", "--help"]], [["list", "--help"]], [["report", "--help"]]])(
    "of %j has examples",
    async (args) => {
      const { exitCode, stdout } = await run(args);
      expect([exitCode, stdout]).toEqual([0, expect.stringContaining("Examples:\n  snapshot ") as string]);
    },
  );

  test("has a version", async () => {
    expect(await run(["--version"])).toEqual({ exitCode: 0, stdout: "1.2.3\n", stderr: "" });
  });
});
