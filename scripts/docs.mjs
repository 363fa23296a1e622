// The reference site of every package into docs/api; a warning is an error.
import { join } from "node:path";
import { run } from "./lib/step.mjs";
import { ROOT } from "./lib/workspace.mjs";

const { code, output } = await run(process.execPath, [join(ROOT, "node_modules/typedoc/bin/typedoc")], { cwd: ROOT });
process.stdout.write(output);
process.exit(code);
