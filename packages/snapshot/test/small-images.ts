import { crc32, deflateSync } from "node:zlib";

function chunk(name: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body) >>> 0, body.length + 4);
  return out;
}

/** A PNG of one shade; `extra` chunks come before its pixels. */
export function pngOf(
  width: number,
  height: number,
  extra: readonly (readonly [string, Uint8Array])[] = [],
): Uint8Array<ArrayBuffer> {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  const pixels = deflateSync(Buffer.alloc((width + 1) * height));
  const chunks = [["IHDR", head], ...extra, ["IDAT", pixels], ["IEND", new Uint8Array()]] as const;
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return new Uint8Array(Buffer.concat([signature, ...chunks.map(([name, data]) => chunk(name, data))]));
}

/** A GIF of 1 × 1 pixels with that many frames, a comment and a colour table. */
export function gifOf(frames: number): Uint8Array<ArrayBuffer> {
  const head = [...Buffer.from("GIF89a"), 1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255];
  const comment = [0x21, 0xfe, 2, 0x2c, 0x2c, 0];
  const frame = [0x21, 0xf9, 4, 0, 10, 0, 0, 0, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 0x01, 0];
  const all = Array.from({ length: frames }, () => frame).flat();
  return new Uint8Array([...head, ...comment, ...all, 0x3b]);
}
