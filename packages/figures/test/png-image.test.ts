import { crc32 } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { base64 } from "../src/base64.ts";
import { encodePng } from "../src/png-image.ts";
import { decodePng } from "./decode-png.ts";

test("pixels come back as the palette's colours, number 0 transparent", async () => {
  const image = { width: 3, height: 2, pixels: Uint8Array.of(0, 1, 2, 2, 1, 0) };
  const { width, height, rgba } = decodePng(
    await encodePng(image, [
      [9, 9, 9],
      [255, 0, 0],
      [0, 128, 255],
    ]),
  );
  expect([width, height]).toEqual([3, 2]);
  expect([...rgba.subarray(0, 12)]).toEqual([9, 9, 9, 0, 255, 0, 0, 255, 0, 128, 255, 255]);
  expect([...rgba.subarray(12)]).toEqual([0, 128, 255, 255, 255, 0, 0, 255, 9, 9, 9, 0]);
});

test("every size and content survives", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 40 }),
      fc.uint8Array({ minLength: 1, maxLength: 200 }),
      async (width, bytes) => {
        const height = Math.ceil(bytes.length / width);
        const pixels = new Uint8Array(width * height);
        pixels.set(bytes);
        const grey = Array.from({ length: 256 }, (_, i) => [i, i, i] as const);
        const picture = decodePng(await encodePng({ width, height, pixels }, grey));
        expect([picture.width, picture.height]).toEqual([width, height]);
        expect(picture.rgba.filter((_, i) => i % 4 === 0)).toEqual(pixels);
      },
    ),
    { numRuns: 50 },
  );
});

test("every chunk carries its own checksum", async () => {
  const png = Buffer.from(
    await encodePng({ width: 1, height: 1, pixels: Uint8Array.of(1) }, [
      [0, 0, 0],
      [1, 2, 3],
    ]),
  );
  let chunks = 0;
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12) {
    const end = at + 8 + png.readUInt32BE(at);
    expect(png.readUInt32BE(end)).toBe(crc32(png.subarray(at + 4, end)));
    chunks++;
  }
  expect(chunks).toBe(5);
});

test("base64 is that of RFC 4648", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => base64(bytes) === Buffer.from(bytes).toString("base64")),
  );
});
