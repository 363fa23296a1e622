// Our side of `pnpm bench alyx`: one list of downloads a process, with the files' md5 verified if that is known.
import { readFileSync } from "node:fs";
import { type DownloadItem, downloadAll } from "@neurophys/transfer/node";
import { type AlyxAnswer } from "./alyx-content.ts";

const [list = "", root = ""] = process.argv.slice(2);
const items = JSON.parse(readFileSync(list, "utf8")) as readonly DownloadItem[];
const before = process.cpuUsage();
const started = performance.now();
const { counts, results } = await downloadAll(items, { root, onProgress: () => undefined });
const seconds = (performance.now() - started) / 1000;
const { user, system } = process.cpuUsage(before);
for (const { error } of results) if (error !== undefined) throw error;
const answer: AlyxAnswer = {
  seconds,
  cpuSeconds: (user + system) / 1e6,
  count: counts.downloaded,
  peakBytes: process.resourceUsage().maxRSS * 1024,
};
process.stdout.write(`${JSON.stringify(answer)}\n`);
