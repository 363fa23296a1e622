import { describe, expect, test } from "vitest";
import { addUuidString, isUuid, isUuidString, removeUuidString } from "../src/index.ts";
import { expected, outcome, type VectorCase, vectors } from "./vectors.ts";

const ID = "89c861ea-66aa-4729-a808-e79f84d08b81";
const OTHER = "00059298-1b33-429c-a802-fa51bb662d72";

function call({ call: name, args, kwargs }: VectorCase): unknown {
  const [first, second] = args as [string, string];
  switch (name) {
    case "is_uuid":
      return isUuid(first, kwargs?.["versions"] as number[] | undefined);
    case "is_uuid_string":
      return isUuidString(first);
    case "add_uuid_string":
      return addUuidString(first, second);
    default:
      return removeUuidString(first);
  }
}

describe("dataset ids", () => {
  test.each(vectors("uuidnames"))("$id: $call($args) is $result $error", (vector) => {
    expect(outcome(vector, () => call(vector))).toEqual(expected(vector));
  });

  test("are recognised as bytes and integers too, and a boolean is none", () => {
    const integer = BigInt(`0x${ID.replaceAll("-", "")}`);
    const bytes = Uint8Array.from(ID.replaceAll("-", "").match(/../g) ?? [], (hex) => Number.parseInt(hex, 16));
    expect([integer, bytes, bytes.slice(1), true, -1n, 2n ** 128n].map((value) => isUuid(value))).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  test.each([
    [`/a/${ID}`, OTHER, `/a/.${OTHER}`],
    ["/", ID, `/.${ID}`],
    [`${ID}.${ID}.npy`, OTHER, `${ID}.${OTHER}.npy`],
    [`${ID}.${ID}.npy`, ID, `${ID}.${ID}.npy`],
    [`a.${ID.toUpperCase()}.npy`, ID, `a.${ID}.npy`],
    ["a.", ID, `a..${ID}`],
    ["..npy", ID, `..${ID}.npy`],
  ])("are put into %s: %s gives %s", (path, uuid, result) => {
    expect(addUuidString(path, uuid)).toBe(result);
  });

  test("cannot be taken from a name that is nothing else", () => {
    expect(() => removeUuidString(`/a/${ID}`)).toThrow(expect.objectContaining({ code: "alf/invalid-argument" }));
    expect(removeUuidString("/")).toBe("/");
  });
});
