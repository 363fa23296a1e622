import { build } from "../../tsup.shared.ts";

export default build({
  index: "src/index.ts",
  node: "src/node.ts",
  "alyx/index": "src/alyx/index.ts",
  "registration/index": "src/registration/index.ts",
  "registration/node": "src/node/registration.ts",
});
