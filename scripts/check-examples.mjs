// Every ```ts block of the READMEs must compile against the built packages, as a reader would type it.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import ts from "typescript";
import { packageFolders, ROOT } from "./lib/workspace.mjs";

// In a workspace package that depends on all of ours, so that imports resolve as they do for a user.
const folder = join(ROOT, "tools", "proof", ".examples");
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const readmes = [ROOT, ...packageFolders(["packages"])]
  .map((path) => join(path, "README.md"))
  .filter((path) => existsSync(path));
const sources = new Map();
for (const readme of readmes) {
  const text = readFileSync(readme, "utf8");
  for (const block of text.matchAll(/^```ts\n(.*?)^```/gms)) {
    const line = text.slice(0, block.index).split("\n").length + 1;
    const file = join(folder, `example-${sources.size}.ts`);
    writeFileSync(file, `${block[1]}\nexport {};\n`);
    sources.set(file, { readme: relative(ROOT, readme), line });
  }
}
const program = ts.createProgram([...sources.keys()], {
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2023.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts", "lib.dom.asynciterable.d.ts"],
  types: ["node"],
  strict: true,
  skipLibCheck: true,
  noEmit: true,
});
const failed = new Set();
for (const diagnostic of ts.getPreEmitDiagnostics(program)) {
  const source = sources.get(diagnostic.file?.fileName);
  const at =
    source === undefined
      ? ""
      : `${source.readme}:${source.line + diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start).line}`;
  console.log(`${at} ${ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n")}`);
  failed.add(diagnostic.file?.fileName);
}
rmSync(folder, { recursive: true, force: true });
console.log(`README examples: ${sources.size - failed.size} passed, ${failed.size} failed`);
process.exit(failed.size === 0 ? 0 : 1);
