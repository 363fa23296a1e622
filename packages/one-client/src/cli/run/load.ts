import { type AlfObject } from "@neurophys/alf/object";
import { interruptible } from "../interruptible.ts";
import { openData } from "../open-data.ts";
import { type RemoteOptions } from "../open-remote.ts";
import { saveObjectFile } from "../output/save-object.ts";
import { summariseAttribute } from "../output/summarise-value.ts";
import { formatTable } from "../output/table.ts";
import { print, remark, type Terminal, tableWidth, toJson } from "../terminal.ts";

/** Options of `one load`. */
export interface LoadOptions extends RemoteOptions {
  readonly collection?: string;
  readonly revision?: string;
  readonly attribute?: string[];
  readonly save?: string;
  readonly json?: boolean;
}

/** Do what `one load` says. Returns the exit code. */
export async function load(
  terminal: Terminal,
  { eid, object: name }: { readonly eid: string; readonly object: string },
  options: LoadOptions,
): Promise<number> {
  return interruptible(
    terminal,
    async (signal) => {
      const one = await openData(terminal, options);
      const { collection, revision, attribute } = options;
      const object = await one.loadObject(eid, name, { collection, revision, parts: { attribute }, signal });
      return report(terminal, object, options);
    },
    "files that came before are whole",
  );
}

/** Save the object if that is asked for, and say what it is. */
async function report(terminal: Terminal, object: AlfObject, options: LoadOptions): Promise<number> {
  if (options.save !== undefined) {
    const { path, leftOut } = await saveObjectFile(terminal.cwd, options.save, object);
    for (const left of leftOut) remark(terminal, `one: ${left} does not fit into ${path} and was left out`);
    remark(terminal, leftOut.length < Object.keys(object).length ? `Saved to ${path}` : "one: nothing was saved");
    if (leftOut.length === Object.keys(object).length) return 1;
  }
  const rows = Object.entries(object)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([part, value]) => summariseAttribute(part, value));
  if (options.json)
    print(terminal, toJson(rows.map(({ attribute: part, type, facts }) => ({ attribute: part, type, ...facts }))));
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
  { heading: "attribute", isWhole: true },
  { heading: "type" },
  { heading: "shape" },
  { heading: "range" },
  { heading: "first values" },
];
