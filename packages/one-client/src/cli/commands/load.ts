import { type Command } from "commander";
import { type CacheOptions, openCache } from "../open-cache.ts";
import { saveObjectFile } from "../output/save-object.ts";
import { summariseAttribute } from "../output/summarise-value.ts";
import { formatTable } from "../output/table.ts";
import { print, remark, type Terminal, tableWidth, toJson } from "../terminal.ts";

interface LoadOptions extends CacheOptions {
  readonly collection?: string;
  readonly revision?: string;
  readonly attribute?: string[];
  readonly save?: string;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  one load NP_001/2024-05-06/001 trials
  one load 2024-05-06_1_NP_001 spikes --collection alf/probe00 --save spikes.npz
  one load NP_001/2024-05-06/001 wheel --attribute position timestamps --save wheel.csv`;

/** Add `one load`. */
export function addLoad(program: Command, terminal: Terminal, done: (exitCode: number) => void): void {
  program
    .command("load")
    .description("load an object of a session, show what it holds, and save it to one file if asked")
    .argument("<eid>", "session: id, path, or reference such as 2024-05-06_1_NP_001")
    .argument("<object>", "object, e.g. spikes or trials; * and ? may be used")
    .option("-c, --collection <pattern>", "collection, e.g. alf/probe00")
    .option("-r, --revision <name>", "the last revision up to this one (default: the default revision)")
    .option("-a, --attribute <pattern...>", "attributes to load (default: all)")
    .option("-o, --save <file>", "write .npz (arrays), .csv (a table) or .json")
    .option("--json", "print the summary as JSON")
    .addHelpText("after", EXAMPLES)
    .action(async (eid: string, object: string, _options, command: Command) => {
      done(await load(terminal, { eid, object, ...command.optsWithGlobals<LoadOptions>() }));
    });
}

async function load(terminal: Terminal, options: LoadOptions & { eid: string; object: string }): Promise<number> {
  const one = await openCache(terminal, options);
  const { collection, revision, attribute } = options;
  const object = await one.loadObject(options.eid, options.object, {
    collection,
    revision,
    ...(attribute === undefined ? {} : { attribute }),
  });
  if (options.save !== undefined) {
    const { path, leftOut } = await saveObjectFile(terminal.cwd, options.save, object);
    for (const name of leftOut) remark(terminal, `one: ${name} does not fit into ${path} and was left out`);
    remark(terminal, `Saved to ${path}`);
  }
  const rows = Object.entries(object).map(([name, value]) => summariseAttribute(name, value));
  if (options.json) print(terminal, toJson(rows));
  else
    print(
      terminal,
      formatTable(
        COLUMNS,
        rows.map((row) => [row.attribute, row.type, row.shape, row.range, row.first]),
        tableWidth(terminal),
      ),
    );
  return 0;
}

const COLUMNS = [
  { heading: "attribute" },
  { heading: "type" },
  { heading: "shape" },
  { heading: "range" },
  { heading: "first values" },
];
