import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isTablesError, tableDecoders } from "../../src/index.ts";
import { decodeYaml, yamlDecoder } from "../../src/yaml/index.ts";

interface YamlCase {
  readonly text: string;
  readonly value?: unknown;
  readonly error?: string;
}

const cases: readonly YamlCase[] = JSON.parse(
  readFileSync(new URL("../../../../fixtures/tables/yaml.json", import.meta.url), "utf8"),
);

const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** Floats that JSON lacks, as the fixture writes them. */
function inJson(value: unknown): unknown {
  if (typeof value === "number" && !Number.isFinite(value)) {
    return { float: Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf" };
  }
  if (Array.isArray(value)) return value.map(inJson);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inJson(item)]));
}

describe("decodeYaml", () => {
  test.each(cases.filter(({ error }) => error === undefined))("reads $text as PyYAML does", ({ text, value }) => {
    expect(inJson(decodeYaml(encode(text)).value)).toEqual(value);
  });

  test.each(cases.filter(({ error }) => error !== undefined))("refuses $text as PyYAML does", ({ text }) => {
    expect(() => decodeYaml(encode(text))).toThrow(expect.objectContaining({ code: "tables/invalid-yaml" }));
  });

  test("names the file that does not parse", () => {
    expect(() => decodeYaml(encode("[1"), { source: "params.yaml" })).toThrow(/params\.yaml/);
  });

  test("refuses bytes that are not UTF-8", () => {
    expect(() => decodeYaml(new Uint8Array([0x61, 0xff]))).toThrow(
      expect.objectContaining({ code: "tables/invalid-yaml" }),
    );
  });

  test("refuses aliases that multiply without measure", () => {
    const bomb = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"];
    for (let i = 1; i < 12; i++)
      bomb.push(
        `a${i}: &a${i} [${Array(9)
          .fill(`*a${i - 1}`)
          .join(", ")}]`,
      );
    expect(() => decodeYaml(encode(bomb.join("\n")))).toThrow(expect.objectContaining({ code: "tables/invalid-yaml" }));
  });

  test("refuses what nests too deep for the stack", () => {
    expect(() => decodeYaml(encode("[".repeat(20_000)))).toThrow(
      expect.objectContaining({ code: "tables/invalid-yaml" }),
    );
  });

  test("throws its own error or none at all, whatever the text", () => {
    const piece = fc.constantFrom(
      "- ",
      "a: ",
      "[",
      "]",
      "{",
      "}",
      "&x ",
      "*x",
      "!!set ",
      "\n",
      "  ",
      "1",
      "'",
      '"',
      "|",
      ": ",
      "---",
      "<<: ",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 4 })), { maxLength: 24 }), (pieces) => {
        try {
          decodeYaml(encode(pieces.join("")));
        } catch (error) {
          expect(isTablesError(error, "tables/invalid-yaml")).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe("yamlDecoder", () => {
  const context = { key: "alf/params.yaml", location: "memory" };

  test("has nothing to say of an empty file", () => {
    expect(yamlDecoder(new Uint8Array(0), context)).toBeUndefined();
  });

  test.each(["yml", "yaml"] as const)("decodes .%s datasets", async (extension) => {
    expect(await tableDecoders[extension](encode("a: yes"), context)).toEqual({ kind: "json", value: { a: true } });
  });
});
