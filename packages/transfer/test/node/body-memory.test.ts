import { expect, test } from "vitest";
import { giveBytesBack, takeBytes } from "../../src/node/body-memory.ts";

test("memory that was given back is taken again where it is large enough", () => {
  const first = takeBytes(100_000);
  expect(first).toHaveLength(100_000);
  giveBytesBack(first.buffer);
  expect(takeBytes(first.buffer.byteLength + 1).buffer).not.toBe(first.buffer);
  const second = takeBytes(10);
  expect(second.buffer).toBe(first.buffer);
  expect(second).toHaveLength(10);
  expect(takeBytes(10).buffer).not.toBe(first.buffer);
});

test("there may be no bytes", () => {
  expect(takeBytes(0)).toHaveLength(0);
});
