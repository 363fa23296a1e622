import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { decodeNpz, encodeNpy, ndArray } from "@neurophys/alf/npy";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runOne } from "./run-one.ts";

const SESSION = "NP_001/2024-05-06/001";
let folder: string;

const one = async (args: readonly string[], { columns, cwd = folder }: { columns?: number; cwd?: string } = {}) =>
  await runOne(args, { columns, cwd });

async function put(path: string, bytes: Uint8Array | string): Promise<void> {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, bytes);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "neurophys-cli-"));
  const lab = "lab/Subjects";
  await put(`${lab}/${SESSION}/alf/probe00/spikes.times.npy`, encodeNpy(ndArray(Float64Array.of(0.5, 1.5, 2.5))));
  await put(`${lab}/${SESSION}/alf/probe00/spikes.clusters.npy`, encodeNpy(ndArray(Int32Array.of(2, 0, 1))));
  await put(
    `${lab}/${SESSION}/alf/probe00/#2024-07-15#/spikes.times.npy`,
    encodeNpy(ndArray(Float64Array.of(0, 1, 2))),
  );
  await put(`${lab}/${SESSION}/raw_behavior_data/_iblrig_taskSettings.raw.json`, '{"a": [1, 2]}');
  await put(`${lab}/NP_002/2024-08-01/002/alf/trials.choice.npy`, encodeNpy(ndArray(Int8Array.of(1, -1))));
  expect((await one(["index", "."])).out).toMatch(/^2 sessions and 5 datasets in [\d.]+ s/);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe("one search", () => {
  test("prints a table with one line a session, and the count apart", async () => {
    const { code, out, err } = await one(["search"]);
    expect(code).toBe(0);
    expect(out.split("\n").map((line) => line.slice(38, 48).trim())).toEqual([
      "date",
      "──────────",
      "2024-08-01",
      "2024-05-06",
      "",
    ]);
    expect(err).toBe("2 sessions\n");
  });

  test.each([
    [["--subject", "NP_002"], 1],
    [["--subject", "NP_001", "NP_002"], 2],
    [["--date-range", "2024-06-01.."], 1],
    [["--date-range", "-", "2024-06-01"], 1],
    [["--date-range", "2024-05-06"], 1],
    [["--dataset", "spikes.times.npy", "spikes.clusters.npy"], 1],
    [["--number", "2"], 1],
    [["--limit", "1"], 1],
  ])("%j finds %i", async (args, count) => {
    const { code, out } = await one(["search", ...args, "--json"]);
    expect([code, JSON.parse(out).length]).toEqual([0, count]);
  });

  test("nothing found is exit code 1, also as JSON", async () => {
    expect(await one(["search", "--subject", "nobody"])).toEqual({ code: 1, out: "", err: "No session matches.\n" });
    expect(await one(["search", "--subject", "nobody", "--json"])).toMatchObject({ code: 1, out: "[]\n" });
  });

  test("a table fits the terminal it is printed on", async () => {
    for (const columns of [40, 60, 80]) {
      const { out } = await one(["list", SESSION], { columns });
      for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(columns);
      // the ends of paths tell files apart
      expect(out).toContain("clusters.npy");
    }
  });

  test.each([[[]], [["--collections"]], [["--revisions"]]])(
    "of a session that is not there is an error with %j, too",
    async (extra) => {
      const { code, out, err } = await one(["list", "00000000-0000-4000-8000-000000000000", ...extra]);
      expect([code, out, err]).toEqual([1, "", expect.stringContaining("[one/session-not-found]")]);
    },
  );

  test("what is to be copied is whole, and what found no place is named", async () => {
    const { out, err } = await one(["list", SESSION], { columns: 80 });
    expect(out).not.toContain("…");
    expect(out).not.toMatch(/\bid\b/);
    expect(err).toContain("Left out: id (a wider terminal shows more, --json all)");
    const wide = await one(["list", SESSION], { columns: 200 });
    expect([wide.out, wide.err]).toEqual([expect.stringMatching(/\bid\b/), expect.not.stringContaining("Left out")]);
  });

  test("ids and dates are never cut, and columns without values are left out", async () => {
    const { out } = await one(["search"], { columns: 60 });
    expect(out).toMatch(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12} +2024-08-01/);
    expect(out).not.toContain("projects");
  });

  test.each([
    [["search", "--subjet", "x"], "--subject"],
    [["search", "--limit", "none"], "--limit takes a whole number"],
    [["search", "--qc", "GOOD"], "GOOD"],
    [["search", "--date-range", "a", "b", "c"], "--date-range takes"],
    [["search", "--date-range", "09/05/2024"], "days such as 2024-05-06"],
    [["search", "--date-range", "2024-06-30..2024-05-01"], "the first day before the last"],
    [["search", "--number", "one"], "--number takes"],
    [["search", "--remote", "--qc", "GOOD"], "GOOD"],
    [["search", "--remote", "--subject", "A", "B"], "one value of --subject"],
    [["search", "-R", "--task-protocol", "A", "B"], "one value of --task-protocol"],
    [["download", SESSION, "--attribute", "times"], "--object"],
    [["load", SESSION, "spikes", "--save", "no-folder/x.npz"], "there is no folder"],
    [["search", "--dataset", "(unclosed"], "unclosed"],
    [["frobnicate"], "frobnicate"],
  ])("%j is a wrong command line: exit code 2 with the reason", async (args, reason) => {
    const { code, out, err } = await one(args);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(reason);
  });
});

describe("one list", () => {
  test("takes a path, a reference or an id", async () => {
    const [{ eid }] = JSON.parse((await one(["search", "--subject", "NP_001", "--json"])).out);
    const lists = await Promise.all([SESSION, "2024-05-06_1_NP_001", eid].map((id) => one(["list", id])));
    expect(new Set(lists.map(({ out }) => out)).size).toBe(1);
    expect(lists[0]?.out).toContain("alf/probe00/#2024-07-15#/spikes.times.npy");
    expect(lists[0]?.err).toMatch(/^4 datasets, /);
  });

  test.each([
    [["--collections"], ["alf/probe00", "raw_behavior_data"]],
    [["--revisions"], ["(no revision)", "2024-07-15"]],
    [["--subjects"], ["NP_001", "NP_002"]],
  ])("with %j lists names, one a line", async (args, names) => {
    const { out } = await one(["list", SESSION, ...args]);
    expect(out.trim().split("\n").sort()).toEqual(names);
  });

  test("patterns may be repeated, and do not swallow the session after them", async () => {
    const { out } = await one(["list", "-f", "spikes.clusters*", "-f", "*.raw.json", "-c", "alf*", SESSION, "--json"]);
    expect(JSON.parse(out).map((row: { rel_path: string }) => row.rel_path)).toEqual([
      "alf/probe00/spikes.clusters.npy",
    ]);
    expect(await one(["list", "-f", "a", "b", SESSION])).toMatchObject({ code: 2 });
  });

  test("a session that is not there is told from one without such datasets", async () => {
    const none = await one(["list", SESSION, "-f", "nothing*"]);
    expect(none).toEqual({ code: 1, out: "", err: "No dataset matches.\n" });
    for (const id of ["NP_009/2024-05-06/001", "00000000-0000-4000-8000-000000000000"]) {
      const { code, out, err } = await one(["list", id, "--json"]);
      expect([code, out]).toEqual([1, ""]);
      expect(err).toContain(id);
    }
  });

  test("an id that is none says what would be one", async () => {
    const { code, err } = await one(["list", "nope"]);
    expect(code).toBe(1);
    expect(err).toContain("expected a UUID, a session path");
  });
});

describe("one show and one info", () => {
  test("show counts by collection, object and quality", async () => {
    const { out } = await one(["show", SESSION]);
    expect(out).toMatch(/subject\s+NP_001/);
    expect(out).toMatch(/alf\/probe00\s+3\s+█+\s+\d+ B/);
    const json = JSON.parse((await one(["show", SESSION, "--json"])).out);
    expect(json.revision.map((row: { name: string }) => row.name)).toEqual(["", "2024-07-15"]);
  });

  test("info says what the tables hold", async () => {
    const { out } = await one(["info"]);
    expect(out).toMatch(/sessions\s+2 rows, made \d{4}-\d\d-\d\d/);
    expect(out).toMatch(/2024-05 [▁-█ ]+ 2024-08/);
    expect(JSON.parse((await one(["info", "--json"])).out).subjects).toBe(2);
  });
});

describe("one load", () => {
  test("summarises every attribute", async () => {
    const { code, out } = await one(["load", SESSION, "spikes", "--revision", "2024-06-01"]);
    expect(code).toBe(0);
    expect(out).toMatch(/times\s+float64\s+3\s+0\.5 … 2\.5\s+0\.5 1\.5 2\.5/);
    expect(out).toMatch(/clusters\s+int32\s+3\s+0 … 2\s+2 0 1/);
  });

  test("loads the attributes asked for only, and takes the session after them", async () => {
    const attributes = async (...args: string[]) => {
      const { code, out } = await one(["load", ...args, "-r", "2024-06-01", "--json"]);
      return [
        code,
        JSON.parse(out)
          .map(({ attribute }: { attribute: string }) => attribute)
          .sort(),
      ];
    };
    expect(await attributes("-a", "times", SESSION, "spikes")).toEqual([0, ["times"]]);
    expect(await attributes("-a", "times", "--attribute", "clu*", SESSION, "spikes")).toEqual([
      0,
      ["clusters", "times"],
    ]);
  });

  test("saves npz, csv and json", async () => {
    for (const file of ["s.npz", "s.csv", "s.json"]) {
      expect(await one(["load", SESSION, "spikes", "-r", "2024-06-01", "-o", file])).toMatchObject({ code: 0 });
    }
    const npz = await decodeNpz(await readFile(join(folder, "s.npz")).then((bytes) => new Uint8Array(bytes)));
    expect(npz.kind === "archive" && [...npz.names].sort()).toEqual(["clusters", "times"]);
    expect((await readFile(join(folder, "s.csv"), "utf8")).split("\n")[0]?.split(",").sort()).toEqual([
      "clusters",
      "times",
    ]);
    expect(JSON.parse(await readFile(join(folder, "s.json"), "utf8")).times.data).toEqual([0.5, 1.5, 2.5]);
  });

  test("what a file type cannot hold is said, not lost silently", async () => {
    const { err } = await one(["load", SESSION, "taskSettings", "-o", "t.npz"]);
    expect(err).toContain("raw does not fit into");
    expect(err).toContain("nothing was saved");
    await expect(readFile(join(folder, "t.npz"))).rejects.toThrow("ENOENT");
    expect(await one(["load", SESSION, "taskSettings", "-o", "t.xls"])).toMatchObject({ code: 2 });
  });

  test("a file that is gone is told of, as what is loaded is not all there is", async () => {
    const gone = join(folder, "lab/Subjects", SESSION, "alf/probe00/spikes.clusters.npy");
    const bytes = await readFile(gone);
    await rm(gone);
    const { code, out, err } = await one(["load", SESSION, "spikes", "-r", "2024-06-01", "--json"]);
    await writeFile(gone, bytes);
    expect([code, JSON.parse(out)]).toEqual([
      0,
      [{ attribute: "times", type: "float64", shape: [3], range: [0.5, 2.5] }],
    ]);
    expect(err).toContain("left out: alf/probe00/spikes.clusters.npy");
  });

  test("an object that is not there is exit code 1", async () => {
    const { code, err } = await one(["load", SESSION, "nope"]);
    expect(code).toBe(1);
    expect(err).toContain("nope");
  });
});

describe("one", () => {
  test("without tables says how to make them", async () => {
    const { code, err } = await one(["search"], { cwd: join(folder, "lab") });
    expect(code).toBe(2);
    expect(err).toContain("one index");
    await mkdir(join(folder, "half"), { recursive: true });
    await writeFile(join(folder, "half", "sessions.pqt"), await readFile(join(folder, "sessions.pqt")));
    expect((await one(["search"], { cwd: join(folder, "half") })).err).toContain("No datasets.pqt");
  });

  const local = ["index", "search", "list", "load", "show", "info"];
  const online = ["setup", "login", "logout", "whoami", "insertions", "download", "rest", "register"];

  test.each([...local, ...online, "completion"])("%s --help has at least two examples", async (command) => {
    const { code, out } = await one([command, "--help"]);
    expect(code).toBe(0);
    const examples = out.slice(out.indexOf("Examples:")).match(/^ {2}.*\bone [a-z]/gm);
    expect(examples?.length).toBeGreaterThanOrEqual(2);
  });

  test.each(online)("%s --help says what its exit codes mean, and names no option for a password", async (command) => {
    const { out } = await one([command, "--help"]);
    expect(out).toMatch(/Exit codes: 0 /);
    expect(out).not.toMatch(/--(password|token) ?</);
  });

  test("--help names every command under a heading", async () => {
    const { out } = await one(["--help"]);
    for (const command of [...local, ...online]) expect(out).toMatch(new RegExp(`^ {2}${command} `, "m"));
    expect(out).toMatch(/A folder of data:.*A database:.*This command:/s);
  });

  test.each(["bash", "zsh", "fish"])("completion %s knows every command and option", async (shell) => {
    const { out } = await one(["completion", shell]);
    const words = ["search", "date-range", "info", "cache-dir", "register", "dry-run", "whoami", "offline"];
    for (const word of [...words, "water-administrations", "partial_update"]) expect(out).toContain(word);
  });

  test("completion bash completes commands, options and the words of arguments", async () => {
    const { out } = await one(["completion", "bash"]);
    const completed = (...words: string[]): readonly string[] => {
      const line = words.map((word) => `'${word}'`).join(" ");
      const script = `${out}\nCOMP_WORDS=(one ${line}); COMP_CWORD=${words.length}; _one; printf '%s\\n' "\${COMPREPLY[@]}"`;
      return execFileSync("bash", ["-c", script], { cwd: folder, encoding: "utf8" }).trim().split("\n");
    };
    expect(completed("re")).toEqual(["rest", "register"]);
    expect(completed("rest", "water-a")).toEqual(["water-administrations"]);
    expect(completed("rest", "sessions", "re")).toEqual(["read"]);
    expect(completed("register", "--dr")).toEqual(["--dry-run"]);
    expect(completed("register", "la")).toEqual(["lab"]);
  });

  test("a folder for the tables that cannot be made is exit code 1 with the reason", async () => {
    const { code, err } = await one([
      "index",
      ".",
      "--out",
      "lab/Subjects/NP_002/2024-08-01/002/alf/trials.choice.npy/t",
    ]);
    expect([code, err]).toEqual([1, expect.stringContaining("Cache tables were not written")]);
  });

  test("--version is that of the package", async () => {
    expect(await one(["--version"])).toMatchObject({ code: 0, out: "1.2.3\n" });
  });
});
