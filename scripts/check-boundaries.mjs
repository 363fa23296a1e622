// Who may import whom: manifests against the allowed graph, and built browser entries against Node built-ins.

import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { build } from "esbuild";
import { packageFolders, ROOT, readManifest } from "./lib/workspace.mjs";

/** What each package of ours may depend on among ours. Leaves first; nothing may import an app or a tool. */
const ALLOWED = {
  "@neurophys/alf": [],
  "@neurophys/tables": ["@neurophys/alf"],
  "@neurophys/figures": ["@neurophys/alf"],
  "@neurophys/transfer": ["@neurophys/alf"],
  "@neurophys/one-client": ["@neurophys/alf", "@neurophys/tables", "@neurophys/transfer"],
  "@neurophys/sandbox": ["@neurophys/alf", "@neurophys/tables"],
  "@neurophys/snapshot": ["@neurophys/alf", "@neurophys/figures", "@neurophys/one-client"],
};

/** Entries that may reach `node:`; every other entry must load in a browser. */
const isNodeEntry = (name) => name.endsWith("/node") || name === "./node" || name === "./package.json";

const problems = [];
let checks = 0;
const check = (ok, message) => {
  checks += 1;
  if (!ok) problems.push(message);
};

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile() && entry.name.endsWith(".ts")) yield join(entry.parentPath ?? entry.path, entry.name);
  }
}

for (const folder of packageFolders(["packages"])) {
  const manifest = readManifest(folder);
  const allowed = ALLOWED[manifest.name];
  check(allowed !== undefined, `${manifest.name}: no line in scripts/check-boundaries.mjs says what it may import`);
  const own = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }).filter((d) =>
    d.startsWith("@neurophys/"),
  );
  for (const name of own) check(allowed?.includes(name), `${manifest.name} must not depend on ${name}`);

  for (const file of sources(join(folder, "src"))) {
    // Types cost nothing where they are used: only what is there at run time counts.
    const text = readFileSync(file, "utf8").replace(
      /import (?:type \{[^}]*\}|\{(?:\s*type \w+,?)+\s*\}) from "[^"]+";/g,
      "",
    );
    const where = relative(ROOT, file);
    for (const [, target] of text.matchAll(/from "([^"]+)"|import\("([^"]+)"\)/g)) {
      if (target === undefined) continue;
      check(
        target !== manifest.name && !target.startsWith(`${manifest.name}/`),
        `${where} imports its own package by name`,
      );
      if (target.startsWith(".")) {
        const away = relative(folder, join(file, "..", target));
        check(!away.startsWith(".."), `${where} reaches out of its package: ${target}`);
        if (manifest.name === "@neurophys/alf") {
          const fromRoot = !relative(join(folder, "src"), file).includes("/");
          check(
            !(fromRoot && relative(join(folder, "src"), join(file, "..", target)).includes("/")),
            `${where}: the root entry must not import ${target}`,
          );
        }
      }
    }
  }

  for (const [entry, target] of Object.entries(manifest.exports)) {
    if (isNodeEntry(entry)) continue;
    const result = await build({
      entryPoints: [join(folder, target.default)],
      bundle: true,
      write: false,
      platform: "browser",
      format: "esm",
      logLevel: "silent",
      conditions: ["browser"],
    }).catch((error) => error);
    const wrong = result.errors?.map((error) => `${error.text} (${error.location?.file ?? "?"})`) ?? [];
    check(
      wrong.length === 0,
      `${manifest.name} ${entry} does not bundle for a browser: ${wrong.slice(0, 3).join("; ")}`,
    );
  }
}

for (const problem of problems) process.stdout.write(`${problem}\n`);
process.stdout.write(`boundaries: ${checks - problems.length} passed, ${problems.length} failed\n`);
process.exit(problems.length === 0 ? 0 : 1);
