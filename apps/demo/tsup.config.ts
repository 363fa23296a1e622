import { build } from "../../tsup.shared.ts";

export default build({ main: "src/main.ts" }, { dts: false, platform: "node" });
