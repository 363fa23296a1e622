import { open, readFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { BlockWriter } from "../../src/node/block-writer.ts";
import { contentOf, errorOf, md5Of } from "../contents.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const CONTENT = contentOf(3_000_000);

test("pieces of any size are the file, and its hash, from wherever it is gone on with", async () => {
  const path = join(await temporaryFolder(), "file");
  const sizes = fc.array(fc.integer({ min: 0, max: 700_000 }), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(sizes, fc.nat({ max: 1_000_000 }), async (lengths, start) => {
      const file = await open(path, "w+");
      await file.write(CONTENT, 0, start, 0);
      const writer = await BlockWriter.open(file, { length: start, hashed: true });
      const lent = new Uint8Array(700_000);
      let at = start;
      for (const length of lengths) {
        const piece = CONTENT.subarray(at, at + length);
        lent.set(piece);
        const busy = writer.append(lent.subarray(0, piece.length));
        lent.fill(0); // it stays the caller's
        at += piece.length;
        expect(writer.length).toBe(at);
        await busy;
      }
      await writer.drain();
      await file.close();
      const whole = CONTENT.subarray(0, at);
      expect(writer.md5()).toBe(md5Of(whole));
      expect(md5Of(await readFile(path))).toBe(md5Of(whole));
    }),
    { numRuns: 25 },
  );
});

test("the network waits for the disk, and hears of its failures", async () => {
  const file = await open(join(await temporaryFolder(), "file"), "w");
  const writer = await BlockWriter.open(file, { length: 0, hashed: false });
  expect(writer.append(CONTENT.subarray(0, 1_000_000))).toBeUndefined();
  expect(writer.append(CONTENT)).toBeInstanceOf(Promise);
  await writer.drain();
  expect(writer.append(CONTENT.subarray(0, 10))).toBeUndefined();
  expect(writer.md5()).toBeUndefined();
  await file.close();
  expect(await errorOf(() => writer.drain())).toMatchObject({ code: "EBADF" });
});

test("what cannot be written is the failure of whoever adds more", async () => {
  const path = join(await temporaryFolder(), "file");
  await (await open(path, "w")).close();
  const file = await open(path, "r");
  onTestFinished(() => file.close());
  const writer = await BlockWriter.open(file, { length: 0, hashed: false });
  expect(await errorOf(async () => await writer.append(CONTENT))).toMatchObject({ code: "EBADF" });
});
