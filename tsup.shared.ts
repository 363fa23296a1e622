import { defineConfig, type Options } from "tsup";

/**
 * How every package is built: ESM with type declarations, one chunk set shared by all entries (so that an error class
 * exists once), and `node:` imports left as they are, so that the browser checks can see them.
 *
 * Imports of nothing but types are left out: `verbatimModuleSyntax` would keep their modules, and load them for nothing.
 */
export function build(entry: Record<string, string>, options: Options = {}): ReturnType<typeof defineConfig> {
  return defineConfig({
    entry,
    format: "esm",
    target: "es2022",
    platform: "neutral",
    dts: true,
    sourcemap: true,
    clean: true,
    splitting: true,
    removeNodeProtocol: false,
    external: [/^node:/],
    esbuildOptions(esbuild) {
      delete esbuild.tsconfig;
      esbuild.tsconfigRaw = { compilerOptions: { verbatimModuleSyntax: false } };
    },
    ...options,
  });
}
