import { createReadStream } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeNpy } from "@neurophys/alf/npy";
import { afterAll, beforeAll, expect, test } from "vitest";
import { firstSpikeTimes } from "../examples/browser.ts";
import { latestTrials } from "../examples/node.ts";
import { setup } from "../src/node.ts";

let folder = "";
let server: Server;
const requests: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "one-examples-"));
  const session = join(folder, "lab/Subjects/mouse/2024-05-06/001/alf");
  await mkdir(join(session, "probe00"), { recursive: true });
  await writeFile(
    join(session, "probe00/spikes.times.npy"),
    encodeNpy(Float64Array.from({ length: 20 }, (_, i) => i / 2)),
  );
  await writeFile(join(session, "_ibl_trials.choice.npy"), encodeNpy(Int8Array.of(1, -1)));
  await setup(folder);
  server = createServer(async (request, response) => {
    const path = join(folder, decodeURIComponent(request.url ?? "/"));
    requests.push(`${request.method} ${request.url} ${request.headers.range ?? ""}`);
    const size = await stat(path).then(
      (found) => found.size,
      () => undefined,
    );
    if (size === undefined) return void response.writeHead(404).end();
    const [, start, end] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? "") ?? [];
    const range = { start: Number(start ?? 0), end: Math.min(Number(end ?? size - 1), size - 1) };
    const headers = { "Content-Length": range.end - range.start + 1, "Accept-Ranges": "bytes" };
    if (start === undefined) response.writeHead(200, headers);
    else response.writeHead(206, { ...headers, "Content-Range": `bytes ${range.start}-${range.end}/${size}` });
    if (request.method === "HEAD") response.end();
    else createReadStream(path, range).pipe(response);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
});

afterAll(async () => {
  await new Promise((done) => server.close(done));
  await rm(folder, { recursive: true, force: true });
});

test("the browser example loads spikes over HTTP, and asks for nothing but tables and that file", async () => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  expect(await firstSpikeTimes(url, "mouse")).toEqual(Float64Array.from({ length: 10 }, (_, i) => i / 2));
  const files = new Set(requests.map((request) => request.split(" ")[1]));
  expect([...files].sort()).toEqual([
    "/datasets.pqt",
    "/lab/Subjects/mouse/2024-05-06/001/alf/probe00/spikes.times.npy",
    "/sessions.pqt",
  ]);
  expect(await firstSpikeTimes(url, "rat")).toBeUndefined();
});

test("the Node example names the attributes of the trials, or the files that are missing", async () => {
  expect(await latestTrials(folder, "none")).toEqual([]);
  expect(await latestTrials(folder, "lab")).toEqual(["choice"]);
  await rm(join(folder, "lab/Subjects/mouse/2024-05-06/001/alf/_ibl_trials.choice.npy"));
  expect(await latestTrials(folder, "lab")).toEqual(["alf/_ibl_trials.choice.npy"]);
});

test.each(["browser", "node"])("the README shows the %s example as it is", async (name) => {
  const [readme, code] = await Promise.all(
    ["../README.md", `../examples/${name}.ts`].map((path) => readFile(new URL(path, import.meta.url), "utf8")),
  );
  expect(readme).toContain(`\`\`\`ts\n${code}\`\`\``);
});
