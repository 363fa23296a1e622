/**
 * How long decoding takes, on data made here: `pnpm build && node bench/decode.mjs [MB of text]` in this package.
 * Prints the best of five runs a line; with a Python that has pandas in PYTHON, pandas' time on the same text too.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeNpy, decodeNpz, encodeNpy, encodeNpz } from "@neurophys/alf/npy";
import { decodeCsv, encodeCsv } from "@neurophys/alf/text";

const textBytes = Number(process.argv[2] ?? 100) * 1e6;

async function best(action) {
  const times = [];
  for (let run = 0; run < 5; run++) {
    const start = performance.now();
    await action();
    times.push(performance.now() - start);
  }
  return Math.min(...times);
}

async function report(name, bytes, action) {
  const ms = await best(action);
  const rate = ms < 0.5 ? "" : ` (${(bytes / 1e6 / (ms / 1e3)).toFixed(0)} MB/s)`;
  console.log(`${name}: ${ms.toFixed(ms < 10 ? 3 : 0)} ms${rate}`);
}

/** Random numbers that are the same in every run. */
function makeRandom() {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function csvOf(makeRow, header) {
  const random = makeRandom();
  const parts = [`${header}\n`];
  let length = 0;
  for (let row = 0; length < textBytes; row++) {
    const line = `${makeRow(random, row)}\n`;
    length += line.length;
    parts.push(line);
  }
  return new TextEncoder().encode(parts.join(""));
}

function pandasMs(bytes) {
  const python = process.env.PYTHON;
  if (python === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "alf-bench-"));
  try {
    writeFileSync(join(folder, "t.csv"), bytes);
    const script =
      "import io,sys,time,pandas as pd\nb=open(sys.argv[1],'rb').read()\nt=[]\nfor _ in range(5):\n" +
      " s=time.perf_counter();pd.read_csv(io.BytesIO(b));t.append(time.perf_counter()-s)\nprint(min(t)*1e3)";
    return Number(execFileSync(python, ["-c", script, join(folder, "t.csv")], { encoding: "utf8" }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const SIZE = 500_000_000;
const floats = encodeNpy(new Float64Array(SIZE / 8).fill(1.5));
await report("decodeNpy, float64, 500 MB, a view", SIZE, () => decodeNpy(floats));

const samples = new Int16Array(SIZE / 10);
const shape = [samples.length / 400, 400];
const fortran = encodeNpy(samples, { shape, fortranOrder: true });
await report("decodeNpy, int16 (n, 400) in Fortran order", fortran.length, () => decodeNpy(fortran));
const bigEndian = floats.slice(0, 100_000_128);
bigEndian.set(new TextEncoder().encode(">f8"), 21);
bigEndian.set(new TextEncoder().encode("(12500000,)"), 60);
await report("decodeNpy, float64, 100 MB, big-endian", 1e8, () => decodeNpy(bigEndian));
const halves = encodeNpy(new Float32Array(25_000_000), { dtype: "float16" });
await report("decodeNpy, float16", halves.length, () => decodeNpy(halves));

const random = makeRandom();
const values = Float64Array.from({ length: 12_500_000 }, () => Math.floor(random() * 1000) / 8);
for (const compress of [false, true]) {
  const archive = await encodeNpz({ values }, { compress });
  await report(`decodeNpz, 100 MB ${compress ? "deflated" : "stored"}`, 1e8, () => decodeNpz(archive).get("values"));
}

const TABLES = {
  "integers, 4 columns": csvOf((next, row) => `${row},${(next() * 1e3) | 0},${(next() * 1e6) | 0},${-row}`, "a,b,c,d"),
  "floats of 6 decimals, 4 columns": csvOf(
    (next) => [next() * 10, next() * 1e3, -next(), next() * 100].map((value) => value.toFixed(6)).join(","),
    "a,b,c,d",
  ),
  "floats of 17 digits, 4 columns": csvOf((next) => [next() * 10, next() / 1e3, -next(), next()].join(","), "a,b,c,d"),
  "text and numbers, 4 columns": csvOf((next, row) => `probe${row % 4},CA1,${next().toFixed(4)},True`, "a,b,c,d"),
};
for (const [name, bytes] of Object.entries(TABLES)) {
  await report(`decodeCsv, ${name}`, bytes.length, () => decodeCsv(bytes));
  const ms = pandasMs(bytes);
  if (ms !== undefined) console.log(`  pandas.read_csv: ${ms.toFixed(0)} ms`);
}
const table = decodeCsv(TABLES["floats of 17 digits, 4 columns"]);
await report("encodeCsv, floats of 17 digits, 4 columns", textBytes, () => encodeCsv(table));
