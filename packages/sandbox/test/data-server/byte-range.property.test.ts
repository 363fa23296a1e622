import fc from "fast-check";
import { expect, test } from "vitest";
import { parseRange } from "../../src/data-server/byte-range.ts";
import { urlSegments } from "../../src/data-server/url-segments.ts";

const size = fc.nat(2 ** 40);

test("a part that is answered lies within the file and begins where it was asked for", () => {
  fc.assert(
    fc.property(size, fc.nat(2 ** 41), fc.option(fc.nat(2 ** 41), { nil: undefined }), (sizeBytes, first, last) => {
      const answer = parseRange(`bytes=${first}-${last ?? ""}`, sizeBytes);
      if (answer.kind !== "part") return first >= sizeBytes || (last !== undefined && last < first);
      const { offset, length } = answer.range;
      expect(offset).toBe(first);
      expect(length).toBeGreaterThan(0);
      expect(offset + length).toBe(Math.min(sizeBytes, (last ?? sizeBytes) + 1));
      return true;
    }),
  );
});

test("the last bytes of a file are never more than the file", () => {
  fc.assert(
    fc.property(size, fc.nat(2 ** 41), (sizeBytes, wanted) => {
      const answer = parseRange(`bytes=-${wanted}`, sizeBytes);
      if (answer.kind !== "part") return sizeBytes === 0 || wanted === 0;
      const { offset, length } = answer.range;
      return offset + length === sizeBytes && length === Math.min(wanted, sizeBytes);
    }),
  );
});

test("no text makes a range throw or leave the file", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const answer = parseRange(`bytes=${text}`, 1000);
      return answer.kind !== "part" || answer.range.offset + answer.range.length <= 1000;
    }),
  );
});

test("names that are let through come back as they were, and none of them steps out", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary" }), { minLength: 1 }), (names) => {
      let path: string;
      try {
        path = names.map(encodeURIComponent).join("/");
      } catch {
        return; // half of a character has no encoding
      }
      const segments = urlSegments(`/${path}`);
      if (segments === undefined) return;
      expect(segments).toEqual(names);
      for (const name of segments) expect(name).not.toMatch(/^\.|[/\\:\0]|^$/);
    }),
  );
});
