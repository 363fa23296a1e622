import { describe, expect, test } from "vitest";
import { MemoryStore } from "../../src/store/index.ts";

describe("MemoryStore", () => {
  test("keeps copies of its first content", async () => {
    const bytes = Uint8Array.of(1, 2);
    const store = new MemoryStore([["a.b.c", bytes]]);
    bytes.fill(9);
    expect(await store.read("a.b.c")).toEqual(Uint8Array.of(1, 2));
  });

  test("refuses first content under a key that is none", () => {
    expect(() => new MemoryStore([["../a", new Uint8Array()]])).toThrow(
      expect.objectContaining({ code: "store/invalid-key" }),
    );
  });

  test("uses the location it was given in messages", async () => {
    const store = new MemoryStore([["a.b.c", Uint8Array.of(1)]], { location: "dropped files" });
    await expect(store.read("a.b.c", { range: { offset: 0, length: 2 } })).rejects.toThrow(
      'Short read: 1 bytes of "a.b.c" in dropped files (expected 2)',
    );
  });

  test("lists what was there when the listing began", async () => {
    const store = new MemoryStore([
      ["a", new Uint8Array()],
      ["b", new Uint8Array()],
    ]);
    const keys: string[] = [];
    for await (const key of store.list()) {
      keys.push(key);
      await store.write(`${key}c`, new Uint8Array());
    }
    expect(keys).toEqual(["a", "b"]);
  });
});
