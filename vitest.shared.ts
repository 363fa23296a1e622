import { defineConfig } from "vitest/config";

/** Inside the workspace every import of a sibling resolves to its sources, so that tests need no build order. */
const conditions = ["@neurophys/source", "module", "node", "development|production"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 30_000,
    maxWorkers: 2,
    // The counts that `npm test` adds up.
    reporters: ["default", ["json", { outputFile: ".vitest/results.json" }]],
  },
});
