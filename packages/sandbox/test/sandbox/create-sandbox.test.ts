import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getParams, saveParams } from "@neurophys/one-client/alyx";
import { nodeSettings, openOneAlyx } from "@neurophys/one-client/node";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { createSandbox, type Sandbox, type SandboxOptions } from "../../src/sandbox.ts";

// an embedded database takes long to begin on a busy machine
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let root: string;
const opened: Sandbox[] = [];

async function open(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await createSandbox(options);
  opened.push(sandbox);
  return sandbox;
}

const asUser = ({ token }: Sandbox) => ({ Authorization: `Token ${token}` });
const list = async (sandbox: Sandbox, path: string): Promise<unknown[]> => {
  const response = await fetch(`${sandbox.alyxUrl}/${path}`, { headers: asUser(sandbox) });
  return ((await response.json()) as { results: unknown[] }).results;
};

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "create-sandbox-"));
});

afterEach(async () => {
  for (const sandbox of opened.splice(0)) await sandbox.close();
});

afterAll(async () => {
  await rm(root, { recursive: true });
});

describe("a sandbox", () => {
  test("lets its user in by password and by token, and nobody else", async () => {
    const sandbox = await open();
    const logIn = async (password: string) => {
      const body = new URLSearchParams({ username: sandbox.username, password });
      return (await fetch(`${sandbox.alyxUrl}/auth-token`, { method: "POST", body })).status;
    };
    expect([await logIn(sandbox.password), await logIn("wrong")]).toEqual([200, 400]);
    expect(await list(sandbox, "users")).toMatchObject([{ username: "demo" }]);
    expect((await fetch(`${sandbox.alyxUrl}/users`)).status).toBe(403);
    expect(sandbox.password).not.toBe((await open()).password);
  });

  test("is gone when it is closed, and can be closed twice", async () => {
    const sandbox = await open({ seed: "demo" });
    expect(await readdir(sandbox.folder)).toEqual(["data", "media", "sandbox.lock", "tables"]);
    await sandbox.close();
    await sandbox.close();
    await expect(stat(sandbox.folder)).rejects.toMatchObject({ code: "ENOENT" });
    await expect(fetch(sandbox.alyxUrl)).rejects.toThrow();
    await expect(fetch(sandbox.dataUrl)).rejects.toThrow();
  });

  test("shares nothing with another in the same process", async () => {
    const [first, second] = await Promise.all([open({ seed: "demo" }), open({ username: "other" })]);
    expect(await list(first, "sessions")).toHaveLength(6);
    expect(await list(second, "sessions")).toEqual([]);
    const stranger = await fetch(`${second.alyxUrl}/sessions`, { headers: asUser(first) });
    expect(stranger.status).toBe(403);
    await first.close();
    expect(await list(second, "users")).toHaveLength(1);
  });

  test("serves files under the addresses that its records give", async () => {
    const sandbox = await open({ seed: "demo" });
    const [dataset] = (await list(sandbox, "datasets?name=spikes.times.npy&revision=2024-07-15")) as {
      file_size: number;
      file_records: { data_url: string }[];
    }[];
    const url = dataset?.file_records[0]?.data_url ?? "";
    expect(url.startsWith(`${sandbox.dataUrl}/demolab/Subjects/DM_001/2024-05-09/001/alf/`)).toBe(true);
    const response = await fetch(url.replaceAll("#", "%23"));
    expect([response.status, (await response.arrayBuffer()).byteLength]).toEqual([200, dataset?.file_size]);
  });

  test("answers one-client: searches, lists, loads and cache tables", async () => {
    const sandbox = await open({ seed: "demo" });
    const { alyxUrl, dataUrl, username, password } = sandbox;
    const settings = nodeSettings({ paramsDir: join(root, "settings"), cacheRoot: join(root, "caches") });
    const params = await getParams(settings, { client: alyxUrl });
    await saveParams(settings, { ...params, HTTP_DATA_SERVER: dataUrl });
    const one = await openOneAlyx({ baseUrl: alyxUrl, username, password, cacheDir: join(root, "cache"), settings });
    const [eid] = await one.search({ subject: "DM_001", datasets: "spikes.times.npy" });
    expect(eid).toBeDefined();
    const [pid] = await one.searchInsertions({ subject: "DM_002" });
    expect(await one.pid2eid(pid ?? "")).toMatchObject({ name: "probe00" });
    const trials = await one.loadDataset(eid ?? "", "_ibl_trials.intervals.npy");
    expect(trials).toMatchObject({ dtype: "float64", shape: [90, 2] });
    await one.close();
  });

  test("serves a folder of files in place", async () => {
    const folder = join(root, "mine/mouse/2024-05-06/1/alf");
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "spikes.times.npy"), "bytes");
    const sandbox = await open({ importDir: join(root, "mine"), lab: "mylab" });
    const [session] = (await list(sandbox, "sessions")) as { id: string; lab: string }[];
    expect(session?.lab).toBe("mylab");
    const response = await fetch(`${sandbox.dataUrl}/mylab/Subjects/mouse/2024-05-06/001/alf/spikes.times.npy`);
    expect(await response.text()).toBe("bytes");
    expect(await readdir(join(root, "mine/mouse/2024-05-06/1"))).toEqual(["alf"]);
  });
});

describe("a sandbox in a folder", () => {
  test("is there again the next time, at another address", async () => {
    const folder = join(root, "kept");
    const first = await open({ folder, seed: "demo" });
    const before = (await list(first, "sessions")) as { id: string }[];
    await first.close();
    const second = await open({ folder });
    expect(((await list(second, "sessions")) as { id: string }[]).map(({ id }) => id)).toEqual(
      before.map(({ id }) => id),
    );
    const [repository] = (await list(second, "data-repository")) as { data_url: string }[];
    expect(repository?.data_url).toBe(`${second.dataUrl}/demolab/Subjects/`);
    expect((await fetch(`${second.alyxUrl}/users`, { headers: asUser(first) })).status).toBe(403);
  });

  test("is refused to another while it is open, also in the same process", async () => {
    const folder = join(root, "busy");
    await open({ folder });
    await expect(open({ folder })).rejects.toMatchObject({ code: "sandbox/folder-in-use", pid: process.pid });
  });

  test("is taken over from a process that is gone", async () => {
    const folder = join(root, "left");
    await mkdir(folder);
    await writeFile(join(folder, "sandbox.lock"), "2147483646\n");
    const sandbox = await open({ folder });
    expect(await readFile(join(folder, "sandbox.lock"), "utf8")).toBe(`${process.pid}\n`);
    await sandbox.close();
    expect(await readdir(folder)).not.toContain("sandbox.lock");
  });
});

describe("a sandbox that cannot start", () => {
  test("leaves nothing open or behind", async () => {
    const folder = join(root, "failed");
    await expect(open({ folder, importDir: join(root, "none") })).rejects.toMatchObject({
      code: "sandbox/nothing-to-import",
    });
    expect(await readdir(folder)).not.toContain("sandbox.lock");
    const busy = await open();
    const port = Number(new URL(busy.dataUrl).port);
    await expect(open({ folder, port })).rejects.toMatchObject({ code: "sandbox/cannot-listen", port });
    expect(await readdir(folder)).not.toContain("sandbox.lock");
  });

  test("refuses other machines unless users and data are protected", async () => {
    const host = "0.0.0.0";
    await expect(open({ host })).rejects.toMatchObject({ code: "sandbox/unprotected-host", host });
    const users = [{ username: "alice", password: "long enough" }];
    await expect(open({ host, users })).rejects.toThrow("login for the data server");
    const dataLogin = { username: "lab", password: "data" };
    const sandbox = await open({ host, users, dataLogin });
    const address = sandbox.dataUrl.replace(host, "127.0.0.1");
    expect((await fetch(address)).status).toBe(401);
  });
});
