import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type FigureFont } from "./embed-fonts.ts";

interface FontFile {
  readonly path: string;
  readonly weight: number;
}

/** Inter (SIL Open Font License), cut to Latin, Greek and mathematical signs. Found from `src` and from `dist` alike. */
export const FONT_FILES: readonly FontFile[] = [
  { path: fileURLToPath(new URL("../assets/Inter-Regular.ttf", import.meta.url)), weight: 400 },
  { path: fileURLToPath(new URL("../assets/Inter-SemiBold.ttf", import.meta.url)), weight: 600 },
];

/** Read the shipped fonts, for `embedFonts`. */
export async function readFonts(): Promise<readonly FigureFont[]> {
  return Promise.all(FONT_FILES.map(async ({ path, weight }) => ({ bytes: await readFile(path), weight })));
}
