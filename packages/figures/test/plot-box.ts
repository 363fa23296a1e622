/** Where a figure draws, read from its document: the box that marks are cut off at, or that its raster layer covers. */
export function plotBox(
  svg: string,
  name: "svg" | "image" = "image",
): { x: number; y: number; width: number; height: number } {
  const found = new RegExp(`<${name} x="([\\d.]+)" y="([\\d.]+)" width="([\\d.]+)" height="([\\d.]+)"`).exec(svg);
  if (!found) throw new Error(`no <${name}> in the figure`);
  const [x, y, width, height] = found.slice(1).map(Number);
  return { x: x!, y: y!, width: width!, height: height! };
}

/** All texts of a figure, as they stand in the document. */
export function textsOf(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text!);
}

/** The raster layer's bytes. */
export function rasterOf(svg: string): Uint8Array {
  const data = /href="data:image\/png;base64,([^"]+)"/.exec(svg)?.[1];
  if (data === undefined) throw new Error("no raster layer in the figure");
  return Buffer.from(data, "base64");
}
