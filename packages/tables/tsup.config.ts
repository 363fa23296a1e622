import { build } from "../../tsup.shared.ts";

export default build({
  index: "src/index.ts",
  "csv/index": "src/csv/index.ts",
  "yaml/index": "src/yaml/index.ts",
});
