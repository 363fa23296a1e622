import fc from "fast-check";
import { expect, test } from "vitest";
import { broadcast } from "../../src/notes/broadcast.ts";

const list = fc.array(fc.string(), { maxLength: 6 });
const images = fc.array(fc.integer(), { minLength: 1, maxLength: 6 });

test("Every image gets its item or the one for all, and other lengths are refused", () => {
  fc.assert(
    fc.property(images, list, list, (pictures, texts, jsons) => {
      const isFitting = [texts, jsons].every(({ length }) => [0, 1, pictures.length].includes(length));
      const join = (): ReturnType<typeof broadcast> => broadcast(pictures, { texts, jsons }, false);
      if (!isFitting) {
        expect(join).toThrow("Lists of unequal length");
        return;
      }
      const items = join();
      expect(items.map(({ image }) => image)).toEqual(pictures);
      items.forEach(({ text, json }, i) => {
        expect(text).toBe(texts[i] ?? texts[0] ?? "");
        expect(json).toBe(jsons.length === 1 ? jsons[0] : jsons[i]);
      });
    }),
  );
});

test("As the original does it, the shortest list decides", () => {
  fc.assert(
    fc.property(images, list, list, (pictures, texts, jsons) => {
      const lengths = [texts.length, jsons.length].map((length) => (length <= 1 ? pictures.length : length));
      expect(broadcast(pictures, { texts, jsons }, true)).toHaveLength(Math.min(pictures.length, ...lengths));
    }),
  );
});
