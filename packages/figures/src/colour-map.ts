import { InvalidOptionError } from "./errors.ts";

/** Red, green and blue, each 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** Colours from the low to the high end of a scale, read by linear interpolation between evenly spaced stops. */
export interface ColourMap {
  /** For messages and documents. */
  readonly name: string;
  /** Two or more, low end first. */
  readonly stops: readonly Rgb[];
}

/**
 * Make a colour map from its colours, low end first.
 *
 * @param colours - Two or more of the form `#rrggbb`.
 * @throws {@link InvalidOptionError} if there are fewer or one has another form.
 */
export function colourMapOf(name: string, colours: readonly string[]): ColourMap {
  if (colours.length < 2) throw new InvalidOptionError("colours", colours, "two or more colours");
  return { name, stops: colours.map(parseColour) };
}

/** Read a colour of the form `#rrggbb`. */
export function parseColour(colour: string): Rgb {
  if (!/^#[0-9a-fA-F]{6}$/.test(colour)) throw new InvalidOptionError("colour", colour, "the form #rrggbb");
  const value = Number.parseInt(colour.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** A colour as `#rrggbb`. */
export function formatColour(rgb: Rgb): string {
  return `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
}

/** The colour at `share` of the way from the low end (0) to the high end (1). */
export function colourAt(map: ColourMap, share: number): Rgb {
  const at = Math.min(1, Math.max(0, share)) * (map.stops.length - 1);
  const left = Math.min(map.stops.length - 2, Math.floor(at));
  return mix(map.stops[left]!, map.stops[left + 1]!, at - left);
}

/** `count` colours evenly along a map, as `#rrggbb`. */
export function sampleColours(map: ColourMap, count: number, [from, to]: readonly [number, number] = [0, 1]): string[] {
  return Array.from({ length: count }, (_, i) =>
    formatColour(colourAt(map, from + ((to - from) * i) / Math.max(1, count - 1))),
  );
}

function mix(a: Rgb, b: Rgb, share: number): Rgb {
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share];
}

function fromTable(name: string, hexadecimals: string): ColourMap {
  return colourMapOf(
    name,
    hexadecimals.match(/.{6}/g)!.map((colour) => `#${colour}`),
  );
}

/** Blue to yellow, evenly perceived, safe for colour-blind readers. Every eighth value of matplotlib's table (CC0). */
export const viridis: ColourMap = fromTable(
  "viridis",
  "440154470d6048186a482374472d7b4537814240863e49893b528b375b8d33638d2f6b8e2c728e297a8e26828e23898e21918c1f988b1fa08822a78528ae8032b67a3fbc734ec36b5ec96270cf5784d44b98d83eaddc30c2df23d8e219ece51bfde725",
);

/** Black over purple to pale yellow, evenly perceived. Every eighth value of matplotlib's table (CC0). */
export const magma: ColourMap = fromTable(
  "magma",
  "0000040303120a0822130d341d114729115a36106b440f7651127c5d177f6a1c81762181832681902a819c2e7faa337db73779c43c75d0416fdc4869e75263ef5d5ef56b5cf9795dfc8961fd9869fea772feb67cfec488fed395fde2a3fcf0b2fcfdbf",
);

/** Blue to yellow and alike for readers with and without colour blindness. Every eighth value of matplotlib's table. */
export const cividis: ColourMap = fromTable(
  "cividis",
  "00224e00285b002e6a0533711a386f273e6e32436d3b496c434e6c4b546c535a6d5a5f6e61656f686a716f70737676767d7c788482798c8878938e789b9476a39a74aba072b4a76fbcae6cc4b468cdbb63d5c25edec958e7d150f0d846f9e03afee838",
);

/** Blue over white to red, for values on both sides of zero. Every eighth value of ColorBrewer's RdBu, reversed. */
export const blueRed: ColourMap = fromTable(
  "blue-red",
  "0530610e41791752901f63a82a71b23480b93f8ec0529dc86bacd184bcd99bc9e0aed3e6c2ddecd4e6f1e0ecf3ecf2f5f7f6f6f9eee7fbe5d8fddcc9fbccb4f8bb9ef5aa89ee9677e48066db6b55d05548c53e3dba2832ab162a930e267c072267001f",
);
