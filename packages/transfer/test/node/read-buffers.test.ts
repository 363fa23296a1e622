import { connect, createServer, type Socket } from "node:net";
import { afterEach, expect, onTestFinished, test } from "vitest";
import { giveBack, READ_INTO } from "../../src/node/read-buffers.ts";

const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

/** A connection that reads into such buffers, and the other end of it. */
async function pair(): Promise<{ readonly reader: Socket; readonly writer: Socket }> {
  const server = createServer();
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  const arrival = new Promise<Socket>((resolve) => server.once("connection", resolve));
  const reader = connect({ port, host: "127.0.0.1", onread: READ_INTO });
  const writer = await arrival;
  sockets.push(reader, writer);
  return { reader, writer };
}

/** What comes next, as it lies in its buffer. */
async function nextPiece({ reader, writer }: Awaited<ReturnType<typeof pair>>, text: string): Promise<Uint8Array> {
  const piece = new Promise<Uint8Array>((resolve) => reader.once("data", resolve));
  writer.write(text);
  return await piece;
}

test("memory that was given back is read into again, and only that", async () => {
  const ends = await pair();
  const first = await nextPiece(ends, "first");
  expect(Buffer.from(first).toString()).toBe("first");
  giveBack(first);
  // The connection has taken the buffer of its next read before.
  const second = await nextPiece(ends, "second");
  const third = await nextPiece(ends, "third");
  expect(third.buffer).toBe(first.buffer);
  expect(second.buffer).not.toBe(first.buffer);
  expect(Buffer.from(second).toString()).toBe("second");
});

test("a piece with something behind it gives nothing back", async () => {
  const ends = await pair();
  const first = await nextPiece(ends, "body and the next head");
  giveBack(first.subarray(0, 4));
  giveBack(first.subarray(4, 4));
  for (const text of ["a", "b", "c"]) expect((await nextPiece(ends, text)).buffer).not.toBe(first.buffer);
  expect(Buffer.from(first).toString()).toBe("body and the next head");
  giveBack(first.subarray(4));
  giveBack(first.subarray(4)); // twice is once
  const found = [await nextPiece(ends, "d"), await nextPiece(ends, "e"), await nextPiece(ends, "f")];
  expect(found.filter(({ buffer }) => buffer === first.buffer)).toHaveLength(1);
});

test("memory of somebody else is left alone", () => {
  expect(() => giveBack(Buffer.from("mine"))).not.toThrow();
});
