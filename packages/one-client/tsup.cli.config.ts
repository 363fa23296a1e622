import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Options } from "tsup";
import { build } from "../../tsup.shared.ts";

type Plugin = NonNullable<Options["esbuildPlugins"]>[number];

/** Writes the licences of the packages that are in the files built, as these licences ask. */
const licences: Plugin = {
  name: "licences",
  setup: ({ initialOptions, onEnd }) => {
    initialOptions.metafile = true;
    // what the packages were split into imports files for their order alone, and says that order does not matter
    initialOptions.logOverride = { "ignored-bare-import": "silent" };
    onEnd(({ metafile }) => {
      const folders = Object.keys(metafile?.inputs ?? {}).flatMap((path) => PACKAGE.exec(path)?.[0] ?? []);
      const texts = [...new Set(folders)].sort().map(licenceOf);
      writeFileSync(
        join("dist", "cli-licences.txt"),
        `The \`one\` command contains these packages.\n\n${texts.join("\n")}`,
      );
    });
  },
};

const PACKAGE = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/;

function licenceOf(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)/i.test(file));
  const texts = files.map((file) => readFileSync(join(folder, file), "utf8").trim());
  return `${"=".repeat(80)}\n${name} ${version}, ${license}\n${"=".repeat(80)}\n${texts.join("\n\n")}\n`;
}

/** The command in a few files of its own: reading hundreds of small ones takes longer than most of its work. */
export default build(
  { cli: "src/cli.ts" },
  {
    platform: "node",
    dts: false,
    clean: false,
    sourcemap: false,
    noExternal: [/.*/],
    esbuildPlugins: [licences],
    // packages in the older form ask for Node's modules by `require`
    banner: {
      js: 'import { createRequire as oneRequire } from "node:module"; const require = oneRequire(import.meta.url);',
    },
  },
);
