import { build } from "../../tsup.shared.ts";

export default build({
  index: "src/index.ts",
  "path/index": "src/path/index.ts",
  "filter/index": "src/filter/index.ts",
  "object/index": "src/object/index.ts",
  "npy/index": "src/npy/index.ts",
  "text/index": "src/text/index.ts",
  "store/index": "src/store/index.ts",
  "store/node": "src/store/node.ts",
  "io/index": "src/io/index.ts",
  "io/node": "src/io/node.ts",
  "testing/index": "src/testing/index.ts",
});
