import { describe, expect, test } from "vitest";
import { decodeNpy, decodeNpz, encodeNpz, isNpyError, ndArray, npyDecoders } from "../../src/npy/index.ts";
import { errorOf } from "../error-of.ts";
import { describeArray, fixture } from "./golden.ts";

/** Replace four bytes, little-endian, after the n-th occurrence of a signature. */
function patched(
  bytes: Uint8Array<ArrayBuffer>,
  signature: number,
  offset: number,
  value: number,
): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes);
  const view = new DataView(copy.buffer);
  for (let at = 0; at + 4 <= copy.length; at++) {
    if (view.getUint32(at, true) === signature) {
      view.setUint32(at + offset, value, true);
      return copy;
    }
  }
  throw new RangeError("no such signature");
}

const DIRECTORY = 0x02014b50;
const LOCAL = 0x04034b50;

async function first(bytes: Uint8Array<ArrayBuffer>, maxInflatedBytes?: number): Promise<unknown> {
  const archive = decodeNpz(bytes, { maxInflatedBytes });
  return archive.get(archive.names[0] ?? "none");
}

const context = { key: "a.npz", location: "memory:a.npz" };

describe("decodeNpz", () => {
  test.each(["stored.npz", "deflated.npz"])("lists and decodes the arrays of %s", async (file) => {
    const archive = decodeNpz(fixture(file));
    expect(archive.names).toEqual(["times", "clusters", "names"]);
    const times = await archive.get("times");
    expect(times.kind === "array" && times.data).toEqual(Float64Array.from({ length: 5 }, (_, i) => i / 7));
    expect((await archive.get("names")).shape).toEqual([2]);
  });

  test("decodes structured members", async () => {
    expect((await decodeNpz(fixture("structured.npz")).get("records")).kind).toBe("structured");
  });

  test("has no names in an empty archive", () => {
    expect(decodeNpz(fixture("empty.npz")).names).toEqual([]);
  });

  test("says which names there are when asked for another", async () => {
    const error = await errorOf(() => decodeNpz(fixture("stored.npz")).get("time"));
    expect(isNpyError(error, "npy/no-such-member") && error.names).toEqual(["times", "clusters", "names"]);
  });

  test.each([
    [
      "a size beyond what deflate can give",
      patched(fixture("deflated.npz"), DIRECTORY, 24, 2 ** 31),
      "npy/invalid-archive",
    ],
    ["a size smaller than what comes out", patched(fixture("deflated.npz"), DIRECTORY, 24, 100), "npy/invalid-archive"],
    ["a size larger than what comes out", patched(fixture("deflated.npz"), DIRECTORY, 24, 200), "npy/invalid-archive"],
    ["another checksum", patched(fixture("stored.npz"), DIRECTORY, 16, 1), "npy/invalid-archive"],
    ["an unknown method", patched(fixture("stored.npz"), DIRECTORY, 10, 14), "npy/invalid-archive"],
    ["a member outside of the file", patched(fixture("stored.npz"), DIRECTORY, 42, 1 << 30), "npy/invalid-archive"],
    ["no member's header", patched(fixture("stored.npz"), LOCAL, 0, 0), "npy/invalid-archive"],
    ["encryption", patched(fixture("stored.npz"), DIRECTORY, 8, 1), "npy/invalid-archive"],
    ["a missing end", fixture("stored.npz").slice(0, -22), "npy/invalid-archive"],
    ["nothing", new Uint8Array(0), "npy/invalid-archive"],
  ] as const)("refuses an archive with %s", async (_, bytes, code) => {
    expect(isNpyError(await errorOf(() => first(bytes)), code)).toBe(true);
  });

  test("inflates no more than the caller allows", async () => {
    const bytes = await encodeNpz({ zeros: new Float64Array(1 << 16) }, { compress: true });
    expect(bytes.length).toBeLessThan(2000);
    const error = await errorOf(() => first(bytes, 100_000));
    expect(isNpyError(error, "npy/archive-too-large") && error.limitBytes).toBe(100_000);
    expect(await first(bytes, 1_000_000)).toMatchObject({ shape: [1 << 16] });
  });
});

describe("encodeNpz", () => {
  test.each([false, true])("writes what it reads back the same (compress: %s)", async (compress) => {
    const records = decodeNpy(fixture("structured.npy"));
    const bytes = await encodeNpz({ times: Float64Array.of(1, 2), é: ndArray(["a", "b"]), records }, { compress });
    const archive = decodeNpz(bytes);
    expect(archive.names).toEqual(["times", "é", "records"]);
    expect(describeArray(await archive.get("records"))).toEqual(describeArray(records));
    expect(describeArray(await archive.get("é"))).toMatchObject({ values: ["a", "b"] });
  });

  test("gives the same bytes for the same arrays", async () => {
    const arrays = { a: Int8Array.of(1, 2, 3) };
    expect(await encodeNpz(arrays)).toEqual(await encodeNpz(arrays));
  });
});

describe("npyDecoders", () => {
  test("take a file of no bytes for nothing", () => {
    for (const decode of Object.values(npyDecoders)) expect(decode(new Uint8Array(0), context)).toBeUndefined();
  });

  test("flatten the single column of an npy file, and no other shape", () => {
    expect(npyDecoders.npy(fixture("column.npy"), context)).toMatchObject({ shape: [5] });
    expect(npyDecoders.npy(fixture("row.npy"), context)).toMatchObject({ shape: [1, 5] });
  });

  test("give the only member arr_0 of an archive as it is, other archives as archives", async () => {
    expect(await npyDecoders.npz(fixture("single.npz"), context)).toMatchObject({ kind: "array", shape: [6, 1] });
    expect(await npyDecoders.npz(fixture("stored.npz"), context)).toMatchObject({ kind: "archive" });
    expect(await npyDecoders.npz(fixture("structured.npz"), context)).toMatchObject({ kind: "archive" });
  });

  test("name the file in errors", async () => {
    const error = await errorOf(() => npyDecoders.npy(fixture("refused-object.npy"), context));
    expect(String(error)).toContain("a.npz");
  });
});
