// Downloads from a loopback server, ours and curl's in turn: 2,000 files of 64 kB and 4 of 512 MB.
//
//   pnpm build && node bench/downloads.mjs [rounds] [large files] [MB each] [large files at a time]
//
// Each measurement runs in a process of its own, whose highest memory use and processor time are told. curl neither
// hashes nor flushes to the disk, so that ours is compared with curl and `sync`, and with curl, `md5sum` and `sync`.

import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const SMALL = { files: 2000, bytes: 64_000 };
const [mode = "3", ...rest] = process.argv.slice(2);

if (mode === "--server") serve();
else if (mode === "--ours") await ours(JSON.parse(rest[0]));
else
  await compare(Number(mode), {
    files: Number(rest[0] ?? 4),
    bytes: Number(rest[1] ?? 512) * 1024 * 1024,
    atATime: Number(rest[2] ?? 4),
  });

function serve() {
  const block = Buffer.alloc(1024 * 1024, 7);
  const server = createServer((request, response) => {
    let left = Number(/bytes=(\d+)/.exec(request.url)?.[1]);
    response.writeHead(200, { "Content-Length": left, ETag: '"1"', "Content-Type": "application/octet-stream" });
    const send = () => {
      while (left > 0) {
        const part = block.subarray(0, Math.min(left, block.length));
        left -= part.length;
        if (left === 0) return response.end(part);
        if (!response.write(part)) return response.once("drain", send);
      }
    };
    send();
  });
  server.listen(0, "127.0.0.1", () => process.send(server.address().port));
}

async function ours({ port, folder, files, bytes, concurrency, withMd5 }) {
  const { downloadAll } = await import(new URL("../dist/node.js", import.meta.url).href);
  const items = Array.from({ length: files }, (_, index) => ({
    url: `http://127.0.0.1:${port}/${index}?bytes=${bytes}`,
    target: `${index}.bin`,
    sizeBytes: bytes,
  }));
  const started = performance.now();
  const { counts } = await downloadAll(items, { root: folder, concurrency, withMd5, onProgress: () => undefined });
  const seconds = (performance.now() - started) / 1000;
  if (counts.downloaded !== files) throw new Error(JSON.stringify(counts));
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const megabytes = Math.round(maxRSS / 1024);
  process.stdout.write(JSON.stringify({ seconds, megabytes, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6 }));
}

async function compare(rounds, large) {
  const server = spawn(process.execPath, [fileURLToPath(import.meta.url), "--server"], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  try {
    const port = await new Promise((resolve) => server.once("message", resolve));
    for (const [title, set, concurrency] of [
      [`${SMALL.files} files of ${SMALL.bytes / 1000} kB`, SMALL, 8],
      [`${large.files} files of ${large.bytes / 1024 ** 2} MB`, large, large.atATime],
    ]) {
      process.stdout.write(`${title}, ${concurrency} at a time, best of ${rounds}\n`);
      const measured = new Map();
      for (let round = 0; round < rounds; round++) {
        for (const [name, run] of contestants({ port, concurrency, ...set })) keepBest(measured, name, inFolder(run));
      }
      report(measured, set.files * set.bytes);
    }
  } finally {
    server.kill();
  }
}

function contestants({ port, concurrency, files, bytes }) {
  const self = (folder, withMd5) => {
    const options = JSON.stringify({ port, folder, files, bytes, concurrency, withMd5 });
    const { status, stdout, stderr } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), "--ours", options]);
    if (status !== 0) throw new Error(String(stderr));
    return JSON.parse(String(stdout));
  };
  return [
    ["curl", (folder) => curl({ folder, port, files, bytes, concurrency }, ":")],
    ["curl, then sync", (folder) => curl({ folder, port, files, bytes, concurrency }, "sync *.bin")],
    ["ours", (folder) => self(folder, false)],
    [
      "curl, then md5sum and sync",
      (folder) => curl({ folder, port, files, bytes, concurrency }, "md5sum *.bin && sync *.bin"),
    ],
    ["ours with md5", (folder) => self(folder, true)],
  ];
}

function curl({ folder, port, files, bytes, concurrency }, then) {
  const lines = Array.from(
    { length: files },
    (_, index) => `url="http://127.0.0.1:${port}/${index}?bytes=${bytes}"\noutput="${index}.bin"`,
  );
  writeFileSync(join(folder, "list"), lines.join("\n"));
  const command = `curl -s --no-progress-meter -Z --parallel-max ${concurrency} -K list && ${then}`;
  const before = process.resourceUsage();
  const started = performance.now();
  const { status, stderr } = spawnSync("sh", ["-c", command], { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  if (status !== 0) throw new Error(String(stderr));
  if (readdirSync(folder).length !== files + 1) throw new Error("curl left files out");
  return { seconds: (performance.now() - started) / 1000, before };
}

function inFolder(run) {
  const folder = mkdtempSync(join(process.env.BENCH_FOLDER ?? tmpdir(), "neurophys-bench-"));
  try {
    return run(folder);
  } finally {
    rmSync(folder, { recursive: true });
    spawnSync("sync");
  }
}

function keepBest(measured, name, found) {
  const known = measured.get(name);
  const megabytes = Math.max(known?.megabytes ?? 0, found.megabytes ?? 0);
  measured.set(name, { ...(known === undefined || found.seconds < known.seconds ? found : known), megabytes });
}

function report(measured, bytes) {
  const pairs = { ours: "curl, then sync", "ours with md5": "curl, then md5sum and sync" };
  for (const [name, { seconds, megabytes, cpuSeconds }] of measured) {
    const speed = `${Math.round(bytes / 1e6 / seconds)} MB/s`;
    const memory = megabytes > 0 ? `, ${megabytes} MB memory, ${cpuSeconds.toFixed(2)} s processor` : "";
    const other = measured.get(pairs[name]);
    const ratio = other === undefined ? "" : `, ${(other.seconds / seconds).toFixed(2)} × the speed of ${pairs[name]}`;
    process.stdout.write(`  ${name.padEnd(28)} ${seconds.toFixed(2)} s, ${speed}${memory}${ratio}\n`);
  }
}
