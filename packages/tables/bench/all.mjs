// Writes, then reads all columns and five of them, best of seven: node bench/all.mjs [rows=1000000]
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const rows = process.argv[2] ?? "1000000";
const path = join(tmpdir(), `datasets-${rows}.pqt`);
const run = (script, ...args) =>
  execFileSync(process.execPath, [fileURLToPath(new URL(script, import.meta.url)), ...args], {
    encoding: "utf8",
  }).trim();

const best = (times, command) => {
  const lines = Array.from({ length: times }, command);
  const ms = (line) => Number(/: ([\d.]+) m?s/.exec(line)?.[1]);
  return lines.sort((a, b) => ms(a) - ms(b))[0];
};

console.log(best(3, () => run("write.mjs", rows, path)));
console.log(best(7, () => run("read.mjs", path)));
console.log(best(7, () => run("read.mjs", path, "eid,rel_path,exists,default_revision,qc")));
