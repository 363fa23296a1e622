import { base64 } from "./base64.ts";
import { InvalidSvgError } from "./errors.ts";
import { findSvgRoot } from "./svg-root.ts";

/** The shipped font, or another one, as bytes. */
export interface FigureFont {
  /** A TTF, OTF or WOFF2 file. */
  readonly bytes: Uint8Array;
  /** 400 for labels, 600 for titles. */
  readonly weight: number;
}

/**
 * Put fonts into a figure, so that it looks the same in a browser or an editor that does not have them; about 80 kB a
 * font. PNG output needs none of this.
 *
 * @param svg - What a plot function returned.
 * @param fonts - In Node, `readFonts` of the `./node` entry gives the shipped ones; in a browser, fetch the files of
 *   `assets/`.
 * @throws {@link InvalidSvgError} if `svg` has no root element.
 */
export function embedFonts(svg: string, fonts: readonly FigureFont[]): string {
  const root = findSvgRoot(svg);
  if (root === undefined) throw new InvalidSvgError("there is no <svg> element");
  const faces = fonts.map(
    ({ bytes, weight }) =>
      `@font-face{font-family:Inter;font-weight:${weight};src:url(data:font/ttf;base64,${base64(bytes)})}`,
  );
  return `${svg.slice(0, root.contentStart)}<style>${faces.join("")}</style>${svg.slice(root.contentStart)}`;
}
