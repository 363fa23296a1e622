import { connect, createServer, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { noteBody, READ_INTO } from "../../src/node/read-buffers.ts";
import { contentOf, md5Of } from "../contents.ts";

const CONTENT = contentOf(20_000_000);

interface Ends {
  readonly reader: Socket;
  readonly writer: Socket;
}

/** A connection that reads into such buffers, and the other end of it. */
async function pair(): Promise<Ends> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  const arrival = new Promise<Socket>((resolve) => server.once("connection", resolve));
  const reader = connect({ port, host: "127.0.0.1", onread: READ_INTO });
  const writer = await arrival;
  onTestFinished(() => {
    reader.destroy();
    writer.destroy();
    server.close();
  });
  return { reader, writer };
}

/** All pieces, each as `take` gives it back at once. */
async function piecesOf({ reader, writer }: Ends, take: (piece: Buffer) => Uint8Array): Promise<readonly Uint8Array[]> {
  const pieces: Uint8Array[] = [];
  reader.on("data", (piece: Buffer) => void pieces.push(take(piece)));
  writer.end(CONTENT);
  await new Promise((resolve) => reader.once("end", resolve));
  return pieces;
}

// In this order: what is known of the parser holds for the process.
test("while nobody knows whether bodies are copied, memory is read into once", async () => {
  const pieces = await piecesOf(await pair(), (piece) => piece);
  expect(md5Of(Buffer.concat(pieces))).toBe(md5Of(CONTENT));
  expect(new Set(pieces.map(({ buffer }) => buffer)).size).toBe(pieces.length);
});

test("a body that lies in what was read leaves it so", async () => {
  const kept = await piecesOf(await pair(), (piece) => {
    noteBody(piece.subarray(1));
    return piece;
  });
  noteBody(Buffer.from("a copy, which comes too late to change it"));
  const more = await piecesOf(await pair(), (piece) => piece);
  for (const pieces of [kept, more]) expect(md5Of(Buffer.concat(pieces))).toBe(md5Of(CONTENT));
});

test("a few bytes do not hold the memory of many", async () => {
  const { reader, writer } = await pair();
  const piece = new Promise<Buffer>((resolve) => reader.once("data", resolve));
  writer.write("few");
  expect((await piece).toString()).toBe("few");
  expect((await piece).buffer.byteLength).toBe(3);
});
