import { describe, expect, test } from "vitest";
import { isTextError, textDecoders } from "../../src/text/index.ts";
import { errorOf } from "../error-of.ts";
import { bytesOf } from "./golden.ts";

const context = { key: "alf/a.b.csv", location: "memory:alf/a.b.csv" };

describe("textDecoders", () => {
  test.each(Object.entries(textDecoders))("takes a %s file of no bytes for nothing", (_, decode) => {
    expect(decode(new Uint8Array(0), context)).toBeUndefined();
  });

  test.each([
    ["csv", "a,b\n1,2\n"],
    ["ssv", "a b\n1 2\n"],
    ["tsv", "a\tb\n1\t2\n"],
    ["htsv", "a\tb\n1\t2\n"],
  ] as const)("parts the fields of a %s file", async (extension, text) => {
    const table = await textDecoders[extension](bytesOf(text), context);
    expect(table?.kind === "table" && [...table.columns.keys()]).toEqual(["a", "b"]);
  });

  test("reads json and jsonable files", async () => {
    expect(await textDecoders.json(bytesOf("[1]"), context)).toEqual({ kind: "json", value: [1] });
    expect(await textDecoders.jsonable(bytesOf("1\n2\n"), context)).toEqual({ kind: "json", value: [1, 2] });
  });

  test("names the file in errors", async () => {
    const error = await errorOf(() => textDecoders.csv(bytesOf("\n"), context));
    expect(isTextError(error, "text/no-columns") && error.source).toBe("alf/a.b.csv");
  });
});
