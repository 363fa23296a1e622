// Writes a datasets table: node bench/write.mjs [rows=1000000] [file]
import { open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeParquetTo } from "@neurophys/tables";
import { makeDatasets } from "./make-datasets.mjs";

const rows = Number(process.argv[2] ?? 1_000_000);
const path = process.argv[3] ?? join(tmpdir(), `datasets-${rows}.pqt`);
const table = makeDatasets(rows);
const before = process.memoryUsage().rss;
await rm(path, { force: true });
const file = await open(path, "w");
const start = process.cpuUsage();
const time = performance.now();
let bytes = 0;
await writeParquetTo(
  {
    async write(part) {
      bytes += part.length;
      await file.write(part);
    },
  },
  table,
  { index: ["eid", "id"] },
);
const seconds = (performance.now() - time) / 1000;
const { user, system } = process.cpuUsage(start);
await file.close();
console.log(
  `write ${rows} x 8: ${seconds.toFixed(2)} s (cpu ${((user + system) / 1e6).toFixed(2)} s), ${(bytes / 1e6).toFixed(1)} MB, ` +
    `rss +${((process.memoryUsage().rss - before) / 1e6).toFixed(0)} MB -> ${path}`,
);
