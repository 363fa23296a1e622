import { indexFolder } from "../../../src/node/tables.ts";

// index-folder ROOT OUT: index a folder and say what came of it
const [root = "", outDir = ""] = process.argv.slice(2);
const warnings: string[] = [];
const { sessions, datasets } = await indexFolder(root, {
  outDir,
  hashFiles: true,
  onWarning: ({ code }) => warnings.push(code),
});
console.log(JSON.stringify({ sessions: sessions.numRows, datasets: datasets.numRows, warnings }));
