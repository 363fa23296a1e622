import { build } from "../../tsup.shared.ts";

export default build({
  node: "src/node.ts",
  cli: "src/cli.ts",
});
