// Registers 200 figures of 5 MB with a server in a process of its own, and prints the largest memory of this one.
// Run after `pnpm build`: node bench/many.mjs [figures] [megabytes]
import { fork } from "node:child_process";
import { randomFillSync } from "node:crypto";
import { link, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";

const EID = "0ff6f5fe-8f4e-4eb8-9c84-4b99d3d0b3da";

/** A database that counts what comes and keeps nothing. */
function serve() {
  const schema = {
    openapi: "3.0.3",
    paths: Object.fromEntries(
      ["notes", "sessions"].flatMap((name) => [
        [`/${name}`, { get: {}, post: {} }],
        [`/${name}/{id}`, { get: {}, delete: {} }],
      ]),
    ),
  };
  let made = 0;
  const server = createServer(async (request, response) => {
    let bytes = 0;
    for await (const part of request) bytes += part.length;
    const path = new URL(request.url, "http://localhost").pathname;
    const note = () => ({
      id: `note-${made}`,
      object_id: EID,
      date_time: `2026-01-01T00:00:00.${made}`,
      text: "",
      json: null,
    });
    const page = (results) => ({ count: results.length, next: null, previous: null, results });
    if (request.method === "POST") {
      made += 1;
      process.send({ bytes });
    }
    const body =
      path === "/api/schema"
        ? schema
        : request.method === "POST"
          ? note()
          : page(path === "/sessions" ? [{ id: EID }] : []);
    response
      .writeHead(request.method === "POST" ? 201 : 200, { "Content-Type": "application/json" })
      .end(JSON.stringify(body));
  });
  server.listen(0, "127.0.0.1", () => process.send({ port: server.address().port }));
}

/** A PNG of noise, which does not get smaller. */
function noisePng(bytes) {
  const side = Math.floor(Math.sqrt(bytes));
  const chunk = (name, data) => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const ends = [Buffer.alloc(4), Buffer.alloc(4)];
    ends[0].writeUInt32BE(data.length);
    ends[1].writeUInt32BE(crc32(body) >>> 0);
    return Buffer.concat([ends[0], body, ends[1]]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head[8] = 8;
  const pixels = randomFillSync(Buffer.alloc((side + 1) * side));
  for (let row = 0; row < side; row++) pixels[row * (side + 1)] = 0;
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(pixels, { level: 0 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

async function main(figures, megabytes) {
  const { createAlyxClient } = await import("@neurophys/one-client/alyx");
  const { Snapshot } = await import("../dist/node.js");
  const folder = await mkdtemp(join(tmpdir(), "snapshot-bench-"));
  const child = fork(process.argv[1], ["serve"]);
  try {
    let sent = 0;
    const port = await new Promise((resolve) => {
      child.on("message", (message) => {
        sent += message.bytes ?? 0;
        if (message.port !== undefined) resolve(message.port);
      });
    });
    await writeFile(join(folder, "0.png"), noisePng(megabytes * 1e6));
    const paths = Array.from({ length: figures }, (_, i) => join(folder, `${i}.png`));
    for (const path of paths.slice(1)) await link(paths[0], path);
    const alyx = createAlyxClient({
      baseUrl: `http://127.0.0.1:${port}`,
      username: "a",
      token: "b",
      cache: { mode: null },
    });
    const snapshot = new Snapshot(EID, { one: { alyx } });
    let peak = process.memoryUsage().rss;
    const before = peak;
    const timer = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().rss);
    }, 5);
    const begin = performance.now();
    await snapshot.registerImages(paths, { widths: ["orig"] });
    clearInterval(timer);
    const seconds = (performance.now() - begin) / 1000;
    const mb = (bytes) => `${Math.round(bytes / 1e6)} MB`;
    console.log(`${figures} figures, ${mb(sent)} sent in ${seconds.toFixed(1)} s`);
    console.log(`memory: ${mb(before)} before, ${mb(Math.max(peak, process.resourceUsage().maxRSS * 1024))} at most`);
  } finally {
    child.kill();
    await rm(folder, { recursive: true });
  }
}

if (process.argv[2] === "serve") serve();
else await main(Number(process.argv[2] ?? 200), Number(process.argv[3] ?? 5));
