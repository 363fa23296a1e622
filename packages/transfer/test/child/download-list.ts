// A process that downloads a list, started and killed by tests: argument 1 is the list, argument 2 the options.
import { readFileSync } from "node:fs";
import { type DownloadItem, downloadAll, isTransferError } from "../../src/node.ts";

const items = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as readonly DownloadItem[];
const options = JSON.parse(process.argv[3] ?? "{}") as Record<string, unknown>;
process.send?.("started");
const { counts, results } = await downloadAll(items, { backoffMs: () => 0, ...options });
const codes = results.flatMap(({ error }) => (error === undefined ? [] : [codeOf(error)]));
process.stdout.write(JSON.stringify({ counts, codes }));
process.exit(0);

function codeOf(error: unknown): string {
  return isTransferError(error) ? error.code : String(error);
}
