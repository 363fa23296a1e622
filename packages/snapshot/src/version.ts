import manifest from "../package.json" with { type: "json" };

/** Version of this package, which notes and tasks carry. */
export const VERSION: string = manifest.version;
