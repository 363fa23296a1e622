import { inflateSync } from "node:zlib";

/** A decoded picture: red, green, blue and alpha of every pixel. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

/** Decode the PNG kinds that occur here: 8 bits, palette, RGB or RGBA, not interlaced. Checks every chunk's length. */
export function decodePng(bytes: Uint8Array): Picture {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks = new Map<string, Uint8Array[]>();
  for (let at = 8; at < bytes.length; ) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    chunks.set(type, [...(chunks.get(type) ?? []), bytes.subarray(at + 8, at + 8 + length)]);
    at += length + 12;
  }
  const header = chunks.get("IHDR")![0]!;
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const channels = { 2: 3, 3: 1, 6: 4 }[header[9]!]!;
  const samples = unfilter(inflateSync(Buffer.concat(chunks.get("IDAT")!)), {
    stride: width * channels,
    height,
    channels,
  });
  const rgba = new Uint8Array(width * height * 4);
  const palette = chunks.get("PLTE")?.[0];
  const alphas = chunks.get("tRNS")?.[0];
  for (let pixel = 0; pixel < width * height; pixel++) {
    const at = pixel * channels;
    if (channels === 1) {
      const index = samples[at]!;
      rgba.set(palette!.subarray(index * 3, index * 3 + 3), pixel * 4);
      rgba[pixel * 4 + 3] = alphas?.[index] ?? 255;
    } else {
      rgba.set(samples.subarray(at, at + channels), pixel * 4);
      if (channels === 3) rgba[pixel * 4 + 3] = 255;
    }
  }
  return { width, height, rgba };
}

/** Colour of a pixel as `#rrggbb`. */
export function colourOf({ width, rgba }: Picture, x: number, y: number): string {
  const at = (Math.floor(y) * width + Math.floor(x)) * 4;
  return `#${Buffer.from(rgba.subarray(at, at + 3)).toString("hex")}`;
}

/** Sum of red, green and blue: 765 for white. */
export function brightness({ width, rgba }: Picture, x: number, y: number): number {
  const at = (Math.floor(y) * width + Math.floor(x)) * 4;
  return rgba[at]! + rgba[at + 1]! + rgba[at + 2]!;
}

function unfilter(
  raw: Uint8Array,
  { stride, height, channels }: { readonly stride: number; readonly height: number; readonly channels: number },
): Uint8Array {
  const out = new Uint8Array(stride * height);
  for (let row = 0; row < height; row++) {
    const filter = raw[row * (stride + 1)]!;
    for (let i = 0; i < stride; i++) {
      const left = i < channels ? 0 : out[row * stride + i - channels]!;
      const up = row === 0 ? 0 : out[(row - 1) * stride + i]!;
      const corner = row === 0 || i < channels ? 0 : out[(row - 1) * stride + i - channels]!;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter]!;
      out[row * stride + i] = raw[row * (stride + 1) + 1 + i]! + guess;
    }
  }
  return out;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
