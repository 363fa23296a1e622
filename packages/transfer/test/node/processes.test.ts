import { spawnSync } from "node:child_process";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { type DownloadItem, downloadAll } from "../../src/node.ts";
import { type Identity, selfSigned } from "../certificate.ts";
import { buildChild, startChild } from "../child/start-child.ts";
import { contentOf, md5Of } from "../contents.ts";
import { type Handler, sendFile, startServer, type TestServer } from "../http-server.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const FILES = 50;
/** What limits a process by `--permission` was called so before Node 23. */
const NODE_20_PERMISSION = "--experimental-permission";
const CONTENTS = Array.from({ length: FILES }, (_, index) => contentOf(60_000 + index * 40_000, index + 1));

/** A server of many files. */
async function serveMany(identity?: Identity): Promise<TestServer> {
  const handler: Handler = (request, response) => {
    const index = Number(/\d+/.exec(request.path)?.[0]);
    sendFile(request, response, { bytes: CONTENTS[index] ?? new Uint8Array(), etag: `"v${index}"` });
  };
  const server = await startServer(handler, 0, identity);
  onTestFinished(() => server.close());
  return server;
}

async function listOf(server: TestServer, folder: string): Promise<{ items: readonly DownloadItem[]; path: string }> {
  const items = CONTENTS.map((bytes, index) => ({
    url: `${server.url}/${index}`,
    target: join(folder, "data", `file${index}.bin`),
    sizeBytes: bytes.length,
    md5: md5Of(bytes),
  }));
  const path = join(folder, "list.json");
  await writeFile(path, JSON.stringify(items));
  return { items, path };
}

/** Indices of the files that are there under their final names, all of which must be whole. */
async function wholeFiles(folder: string): Promise<readonly number[]> {
  const names = await readdir(join(folder, "data")).catch(() => []);
  const found: number[] = [];
  for (const name of names) {
    const index = /^file(\d+)\.bin$/.exec(name)?.[1];
    if (index === undefined) continue;
    const bytes = await readFile(join(folder, "data", name));
    expect(`${name} ${md5Of(bytes)}`).toBe(`${name} ${md5Of(CONTENTS[Number(index)] ?? new Uint8Array())}`);
    found.push(Number(index));
  }
  return found;
}

describe("processes", () => {
  test("that are killed at any moment leave whole files or none, and the next one brings the rest", async () => {
    const script = await buildChild();
    const folder = await temporaryFolder();
    const server = await serveMany();
    const { items, path } = await listOf(server, folder);
    const counts: number[] = [];
    let kills = 0;
    for (let round = 0; round < 8 && (counts.at(-1) ?? 0) < FILES; round++) {
      const asked = server.requests.length;
      const child = startChild([process.execPath, script, path, JSON.stringify({ concurrency: 6, staleAfterMs: 100 })]);
      // After so many requests, so that the load of the machine and not a clock decides where that is.
      const after = 1 + Math.floor(Math.random() * 12);
      const isTime = (): boolean => server.requests.length - asked >= after || child.process.exitCode !== null;
      await expect.poll(isTime, { timeout: 20_000, interval: 1 }).toBe(true);
      child.process.kill("SIGKILL");
      const end = await child.end;
      if (end.signal === "SIGKILL") kills += 1;
      counts.push((await wholeFiles(folder)).length);
    }
    expect(kills).toBeGreaterThan(1);
    const rest = await downloadAll(items, { staleAfterMs: 100 });
    expect(rest.counts.failed).toBe(0);
    expect(rest.counts.cache).toBeGreaterThanOrEqual(counts.at(-1) ?? 0);
    expect(await wholeFiles(folder)).toHaveLength(FILES);
    const names = await readdir(join(folder, "data"));
    // A process may end between two steps of taking or leaving a lock; what stays is small, hidden and harmless.
    expect(names.filter((name) => name.startsWith(".") && !/\.lock$|^\.neurophys-\w+~$/.test(name))).toEqual([]);
  }, 90_000);

  test("that want the same files share the transfers", async () => {
    const script = await buildChild();
    const folder = await temporaryFolder();
    const server = await serveMany();
    const { path } = await listOf(server, folder);
    const children = Array.from({ length: 3 }, () => startChild([process.execPath, script, path]));
    const ends = await Promise.all(children.map(({ end }) => end));
    expect(ends.map(({ code, stderr }) => [code, stderr])).toEqual(ends.map(() => [0, ""]));
    const told = ends.map(({ stdout }) => JSON.parse(stdout) as { counts: Record<string, number> });
    expect(told.reduce((sum, { counts }) => sum + (counts["downloaded"] ?? 0), 0)).toBe(FILES);
    expect(server.requests).toHaveLength(FILES);
    expect(await wholeFiles(folder)).toHaveLength(FILES);
  }, 90_000);

  test("that may have no threads bring files all the same", async () => {
    const script = await buildChild();
    const folder = await temporaryFolder();
    const server = await serveMany();
    const { path } = await listOf(server, folder);
    const permission = process.allowedNodeEnvironmentFlags.has("--permission") ? "--permission" : NODE_20_PERMISSION;
    const files = ["--allow-fs-read=*", "--allow-fs-write=*"];
    const net = process.allowedNodeEnvironmentFlags.has("--allow-net") ? ["--allow-net"] : [];
    const flags = [permission, ...files, ...net, "--no-warnings"];
    const { stdout, stderr } = await startChild([process.execPath, ...flags, script, path]).end;
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toMatchObject({ counts: { downloaded: FILES }, codes: [] });
    expect(server.requests).toHaveLength(FILES);
    expect(await wholeFiles(folder)).toHaveLength(FILES);
    expect((await readdir(join(folder, "data"))).filter((name) => name.startsWith("."))).toEqual([]);
  }, 60_000);

  test("ask encrypted servers whose certificate they trust, and no others", async () => {
    const script = await buildChild();
    const folder = await temporaryFolder();
    const identity = selfSigned();
    const server = await serveMany(identity);
    const { path } = await listOf(server, folder);
    const authority = join(folder, "authority.pem");
    await writeFile(authority, identity.cert);

    const wary = await startChild([process.execPath, script, path, JSON.stringify({ retries: 0 })]).end;
    expect(wary.stderr).toBe("");
    const { counts, codes } = JSON.parse(wary.stdout) as { counts: object; codes: readonly string[] };
    expect(counts).toMatchObject({ failed: FILES });
    expect(new Set(codes)).toEqual(new Set(["transfer/unreachable"]));
    expect(server.requests).toHaveLength(0);

    const trusting = await startChild([process.execPath, script, path], { NODE_EXTRA_CA_CERTS: authority }).end;
    expect(trusting.stderr).toBe("");
    expect(JSON.parse(trusting.stdout)).toMatchObject({ counts: { downloaded: FILES }, codes: [] });
    // Once each: none was asked for a second time by the thorough way.
    expect(server.requests).toHaveLength(FILES);
    expect(await wholeFiles(folder)).toHaveLength(FILES);
  }, 90_000);
});

/** A mount of its own needs rights that not every machine gives. */
const canMount =
  process.platform === "linux" && spawnSync("unshare", ["-rm", "mount", "-t", "tmpfs", "x", "/mnt"]).status === 0;

describe.runIf(canMount)("on a disk of its own", () => {
  async function onMount(mount: string): Promise<{ counts: Record<string, number>; codes: string[]; names: string[] }> {
    const script = await buildChild();
    const folder = await temporaryFolder();
    const server = await serveMany();
    const { path } = await listOf(server, folder);
    await mkdir(join(folder, "data"));
    const command = `${mount} && "$0" "$1" "$2" "$3" && echo && ls -A data`;
    const shell = ["unshare", "-rm", "sh", "-c", `cd "${folder}" && ${command}`] as const;
    const child = startChild([...shell, process.execPath, script, path, JSON.stringify({ concurrency: 4 })]);
    const { stdout, stderr } = await child.end;
    const [json = "", ...names] = stdout.trim().split("\n");
    expect(stderr).toBe("");
    return { ...(JSON.parse(json) as { counts: Record<string, number>; codes: string[] }), names };
  }

  test("that gets full, what does not fit leaves nothing behind", async () => {
    const { counts, codes, names } = await onMount("mount -t tmpfs -o size=4m x data");
    expect(counts["downloaded"]).toBeGreaterThan(0);
    expect(new Set(codes)).toEqual(new Set(["transfer/disk-full"]));
    expect(names).toHaveLength(counts["downloaded"] ?? 0);
    expect(names.filter((name) => name.startsWith("."))).toEqual([]);
  }, 60_000);

  test("that may only be read, every file is a typed error", async () => {
    const { counts, codes, names } = await onMount("mount -t tmpfs -o ro x data");
    expect(counts["failed"]).toBe(FILES);
    expect(new Set(codes)).toEqual(new Set(["transfer/permission"]));
    expect(names).toEqual([]);
  }, 60_000);
});
