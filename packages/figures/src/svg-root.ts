import { InvalidSvgError } from "./errors.ts";

/** The opening tag of an SVG document's root element. */
export interface SvgRoot {
  /** Where the tag begins in the document. */
  readonly start: number;
  /** Where what is inside the root begins. */
  readonly contentStart: number;
  /** In pixels; `undefined` if the tag does not say. */
  readonly width: number | undefined;
  /** In pixels; `undefined` if the tag does not say. */
  readonly height: number | undefined;
}

/** Attributes are read whole, as a value may hold a `>`. */
const OPENING_TAG = /^<svg(?:\s+[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*>/;

/** Find the root element of an SVG document; `undefined` if there is none. */
export function findSvgRoot(svg: string): SvgRoot | undefined {
  const start = svg.search(/<svg[\s>]/);
  const tag = start < 0 ? undefined : OPENING_TAG.exec(svg.slice(start))?.[0];
  if (tag === undefined) return undefined;
  return { start, contentStart: start + tag.length, width: pixels(tag, "width"), height: pixels(tag, "height") };
}

/**
 * Width and height of an SVG document, in pixels.
 *
 * @param what - Which document, for the message.
 * @throws {@link InvalidSvgError} if the document does not say, or is cut off.
 */
export function svgSize(svg: string, what: string): { readonly width: number; readonly height: number } {
  const { width, height } = findSvgRoot(svg) ?? {};
  if (width === undefined || height === undefined || !svg.trimEnd().endsWith("</svg>")) {
    throw new InvalidSvgError(`${what} has no <svg> element with a width and a height`);
  }
  return { width, height };
}

function pixels(tag: string, name: string): number | undefined {
  const found = new RegExp(`\\s${name}\\s*=\\s*["'](\\d+(?:\\.\\d+)?)(?:px)?["']`).exec(tag)?.[1];
  return found === undefined ? undefined : Number(found);
}
