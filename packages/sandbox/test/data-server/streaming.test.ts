import { mkdir, mkdtemp, readdir, readlink, rm, truncate, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createDataApp } from "../../src/data-server/create-data-app.ts";
import { type Listening, listen } from "../../src/sandbox/listen.ts";

const SIZE = 512 * 1024 * 1024;
let root: string;
let server: Listening;
let path: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "streaming-"));
  await mkdir(join(root, "raw"));
  path = join(root, "raw/_spikeglx_ephysData.raw.bin");
  await writeFile(path, "");
  server = await listen(createDataApp({ mounts: () => [{ prefix: "", folder: root }] }), {
    host: "127.0.0.1",
    port: 0,
  });
});

afterAll(async () => {
  await server.close();
  await rm(root, { recursive: true });
});

/** Files below the test's folder that this process holds open, where the system can tell. */
async function openFiles(): Promise<readonly string[]> {
  const names = await readdir("/proc/self/fd");
  const targets = await Promise.all(names.map((name) => readlink(`/proc/self/fd/${name}`).catch(() => "")));
  return targets.filter((target) => target.startsWith(root));
}

/** Ask for the file, and read nothing of the answer but what the system buffers. */
function askAndStop(): { readonly stop: () => void } {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  socket.write("GET /raw/_spikeglx_ephysData.raw.bin HTTP/1.1\r\nHost: localhost\r\n\r\n");
  return { stop: () => socket.destroy() };
}

test("a reader that does not read makes the server keep little in memory", async () => {
  await truncate(path, SIZE);
  const before = process.memoryUsage().rss;
  const readers = Array.from({ length: 4 }, askAndStop);
  await vi.waitFor(async () => expect((await openFiles()).length).toBe(4));
  // answers to others go on meanwhile
  const part = await fetch(`${server.url}/raw/_spikeglx_ephysData.raw.bin`, { headers: { Range: "bytes=0-99" } });
  expect((await part.arrayBuffer()).byteLength).toBe(100);
  expect(process.memoryUsage().rss - before).toBeLessThan(SIZE / 4);
  for (const { stop } of readers) stop();
});

test.runIf(process.platform === "linux")(
  "files are closed when a reader goes away, and when it has read all",
  async () => {
    await truncate(path, SIZE);
    const reader = askAndStop();
    await vi.waitFor(async () => expect(await openFiles()).not.toEqual([]));
    reader.stop();
    await vi.waitFor(async () => expect(await openFiles()).toEqual([]));
    await truncate(path, 1000);
    const whole = await fetch(`${server.url}/raw/_spikeglx_ephysData.raw.bin`);
    await whole.arrayBuffer();
    await vi.waitFor(async () => expect(await openFiles()).toEqual([]));
  },
);

test("a file that becomes shorter while it is sent breaks the answer off", async () => {
  await truncate(path, SIZE);
  const response = await fetch(`${server.url}/raw/_spikeglx_ephysData.raw.bin`);
  await truncate(path, 10);
  await expect(response.arrayBuffer()).rejects.toThrow();
});
