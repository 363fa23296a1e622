import { createHash } from "node:crypto";
import { MemoryStore } from "@neurophys/alf/store";
import fc from "fast-check";
import { expect, test } from "vitest";
import { hashStoredFile } from "../../src/loading/hash-stored-file.ts";
import { Md5 } from "../../src/loading/md5.ts";

const node = (bytes: Uint8Array) => createHash("md5").update(bytes).digest("hex");

test("MD5 of any bytes in any pieces is the one of Node", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 8 }), (pieces) => {
      const md5 = new Md5();
      for (const piece of pieces) md5.update(piece);
      expect(md5.hex()).toBe(node(Uint8Array.from(pieces.flatMap((piece) => [...piece]))));
    }),
    { numRuns: 500 },
  );
});

test.each([0, 55, 56, 63, 64, 65, 127, 128, 1000])("MD5 pads %i bytes right", (length) => {
  const bytes = Uint8Array.from({ length }, (_, i) => i);
  expect(new Md5().update(bytes).hex()).toBe(node(bytes));
});

test("a stored file is hashed in pieces", async () => {
  const bytes = Uint8Array.from({ length: (1 << 22) + 12345 }, (_, i) => i * 31);
  const store = new MemoryStore([["a.bin", bytes]]);
  expect(await hashStoredFile(store, "a.bin")).toBe(node(bytes));
  expect(await hashStoredFile(store, "none")).toBe(node(new Uint8Array()));
});
