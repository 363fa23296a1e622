import { build } from "../../tsup.shared.ts";

export default build({
  index: "src/index.ts",
  node: "src/node.ts",
});
