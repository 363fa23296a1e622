// Reads a table in a process of its own: node bench/read.mjs FILE [column,column…]
import { basename, dirname } from "node:path";
import { FileStore } from "@neurophys/alf/store/node";
import { openParquet } from "@neurophys/tables";

const [path, names] = process.argv.slice(2);
const store = new FileStore(dirname(path));
const start = process.cpuUsage();
const time = performance.now();
const file = await openParquet(store, basename(path));
const table = await file.readColumns(names?.split(","));
const ms = performance.now() - time;
const { user, system } = process.cpuUsage(start);
const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
console.log(
  `read ${table.numRows} x ${table.numCols}: ${ms.toFixed(0)} ms (cpu ${((user + system) / 1e3).toFixed(0)} ms), ` +
    `rss ${(rss / 1e6).toFixed(0)} MB, heap ${(heapUsed / 1e6).toFixed(0)} MB, buffers ${(arrayBuffers / 1e6).toFixed(0)} MB`,
);
