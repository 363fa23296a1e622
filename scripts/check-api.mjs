// Public-API snapshots: the declarations every entry exports, in one text file a package. `--write` renews them.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { packageFolders, readManifest } from "./lib/workspace.mjs";

const write = process.argv.includes("--write");

/** One line an export: kind, name, and its declaration with white space folded. */
function describe(checker, symbol) {
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const lines = (target.declarations ?? []).map((declaration) => {
    const node = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
    const printer = ts.createPrinter({ removeComments: true });
    return printer
      .printNode(ts.EmitHint.Unspecified, node, node.getSourceFile())
      .replace(/\s+/g, " ")
      .replace(/^export |^declare /g, "");
  });
  return `${symbol.name}\n${[...new Set(lines)].map((line) => `    ${line}`).join("\n")}`;
}

let failed = 0;
let passed = 0;
for (const folder of packageFolders(["packages"])) {
  const manifest = readManifest(folder);
  const entries = Object.entries(manifest.exports).filter(([, target]) => typeof target === "object");
  const files = entries.map(([, target]) => join(folder, target.types));
  const program = ts.createProgram(files, {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    skipLibCheck: true,
  });
  const checker = program.getTypeChecker();
  const text = entries
    .map(([entry], index) => {
      const module = checker.getSymbolAtLocation(program.getSourceFile(files[index]));
      const symbols = module ? checker.getExportsOfModule(module) : [];
      const names = symbols.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map((symbol) => describe(checker, symbol));
      return `# ${manifest.name}${entry.slice(1)}\n\n${names.join("\n")}\n`;
    })
    .join("\n");
  const snapshot = join(folder, "api.snapshot.txt");
  if (write) writeFileSync(snapshot, text);
  const known = existsSync(snapshot) ? readFileSync(snapshot, "utf8") : "";
  if (known === text) {
    passed += 1;
    continue;
  }
  failed += 1;
  const before = new Set(known.split("\n"));
  const after = new Set(text.split("\n"));
  process.stdout.write(
    `${manifest.name}: the public API changed; if that is meant, run "pnpm api" and add a changeset\n`,
  );
  for (const line of [...before].filter((l) => !after.has(l)).slice(0, 20))
    process.stdout.write(`  - ${line.slice(0, 200)}\n`);
  for (const line of [...after].filter((l) => !before.has(l)).slice(0, 20))
    process.stdout.write(`  + ${line.slice(0, 200)}\n`);
}
process.stdout.write(`public API: ${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
