import fc from "fast-check";
import { expect, test } from "vitest";
import { linePlot } from "../src/index.ts";
import { svgToPng } from "../src/node.ts";
import { coordinate, element, escapeXml, textElement } from "../src/svg.ts";
import { textsOf } from "./plot-box.ts";

test.each([
  ["<script>", "&lt;script&gt;"],
  [`"a" & 'b'`, "&quot;a&quot; &amp; &#39;b&#39;"],
  ["a\u0000b\u001fc\ufffe", "a\ufffdb\ufffdc\ufffd"],
  ["lone \ud800 half", "lone \ufffd half"],
  ["tab\tand 🧠", "tab\tand 🧠"],
])("text %j is written as %j", (text, expected) => {
  expect(escapeXml(text)).toBe(expected);
});

test("attributes are escaped, numbers rounded to hundredths and absent ones left away", () => {
  expect(element("a", { b: `"><x`, c: 1.23456, d: undefined, e: -0.001 })).toBe(
    '<a b="&quot;&gt;&lt;x" c="1.23" e="0"/>',
  );
  expect(textElement("1 < 2", { x: 1 })).toBe('<text x="1">1 &lt; 2</text>');
  expect(coordinate(1e-9)).toBe("0");
});

test("markup in titles, labels and legends is drawn as text", async () => {
  const nasty = '</text><script>alert("1")</script>';
  const svg = await linePlot([{ x: [0, 1], y: [0, 1], label: nasty }], {
    title: nasty,
    subtitle: nasty,
    xLabel: nasty,
    yLabel: nasty,
  });
  expect(svg).not.toContain("<script");
  expect(textsOf(svg).filter((text) => text.includes("&lt;script&gt;"))).toHaveLength(5);
});

test("any title gives a document that a strict reader accepts", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "binary", maxLength: 60 }), async (title) => {
      const svg = await linePlot([], { title, widthPixels: 200, heightPixels: 160 });
      await expect(svgToPng(svg, { scale: 0.5 })).resolves.toBeInstanceOf(Uint8Array);
    }),
    { numRuns: 60 },
  );
});
