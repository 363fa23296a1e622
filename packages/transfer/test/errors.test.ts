import { isDataError } from "@neurophys/alf";
import { describe, expect, test } from "vitest";
import * as transfer from "../src/index.ts";

const { isTransferError } = transfer;
const facts = { url: "https://a.b/c", target: "x", expected: {}, found: {} } as unknown as transfer.IntegrityFacts;

const EXAMPLES: readonly transfer.TransferError[] = [
  new transfer.AccessRefusedError(401, "https://a.b/c", true),
  new transfer.DiskFullError("/x"),
  new transfer.FileSystemError("/x", "EIO"),
  new transfer.GlobusApiError({ status: 403, globusCode: "PermissionDenied", detail: "", path: "/transfer" }),
  new transfer.GlobusTaskError("t", "FAILED", undefined),
  new transfer.GlobusTimeoutError("t", 5),
  new transfer.HttpAnswerError(500, "https://a.b/c"),
  new transfer.IntegrityError(facts),
  new transfer.InterruptedError({ url: "https://a.b/c", receivedBytes: 1, expectedBytes: undefined }),
  new transfer.InvalidAnswerError("https://a.b/c", "x"),
  new transfer.InvalidArchiveError("x.zip", undefined, "is broken"),
  new transfer.InvalidGlobusAddressError("x", "is none"),
  new transfer.InvalidItemError("x", "a size that is none"),
  new transfer.InvalidS3AddressError("x", "is none"),
  new transfer.InvalidUrlError("is none"),
  new transfer.LockLostError("/x"),
  new transfer.LockTimeoutError("/x", "process 1 on a", 5),
  new transfer.NotFoundError("https://a.b/c"),
  new transfer.PermissionError("/x"),
  new transfer.RedirectRefusedError("https://a.b/c", "leads nowhere"),
  new transfer.ServerUnreachableError("https://a.b/c"),
  new transfer.ThrottledError("https://a.b/c", 1000),
  new transfer.TooLargeError("https://a.b/c", 2, 1),
  new transfer.TransferTimeoutError("https://a.b/c", "body", 5),
  new transfer.UnsafePathError("../x", "steps out"),
];

describe("errors", () => {
  test("are all exported, each with a code and a name of its own", () => {
    const exported = Object.keys(transfer).filter((name) => name.endsWith("Error") && !name.startsWith("is"));
    expect(EXAMPLES.map(({ name }) => name).toSorted()).toEqual(exported.toSorted());
    expect(new Set(EXAMPLES.map(({ code }) => code)).size).toBe(EXAMPLES.length);
  });

  test.each(EXAMPLES)("$name is told by its code", (error) => {
    expect(isTransferError(error)).toBe(true);
    expect(isTransferError(error, error.code)).toBe(true);
    expect(
      isTransferError(error, error.code === "transfer/too-large" ? "transfer/timeout" : "transfer/too-large"),
    ).toBe(false);
    expect(isDataError(error)).toBe(true);
    expect(error.name).toBe(error.constructor.name);
    expect(error.message).not.toBe("");
  });

  test("foreign ones are none of ours", () => {
    const foreign = [new Error("x"), undefined, null, "transfer/timeout", { code: "transfer/timeout" }];
    expect(foreign.some((error) => isTransferError(error))).toBe(false);
  });

  test("keep what caused them, and are readable however long a name is", () => {
    const cause = new Error("x");
    expect(new transfer.DiskFullError("/x", { cause }).cause).toBe(cause);
    expect(new transfer.UnsafePathError("x".repeat(100_000), "is long").message.length).toBeLessThan(400);
  });
});
