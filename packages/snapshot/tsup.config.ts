import { build } from "../../tsup.shared.ts";

/** The command shares the library's files: what draws and what reads the fonts must stay in packages of their own. */
export default build({
  index: "src/index.ts",
  node: "src/node.ts",
  cli: "src/cli.ts",
});
