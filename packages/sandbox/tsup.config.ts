import { build } from "../../tsup.shared.ts";
import { writeEmptyLab } from "./src/database/empty-lab.ts";

export default build(
  {
    node: "src/node.ts",
    cli: "src/cli.ts",
  },
  // a new lab is a copy of one that was set up here
  { onSuccess: writeEmptyLab },
);
