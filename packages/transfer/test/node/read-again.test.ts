import { connect, createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { noteBody, READ_INTO } from "../../src/node/read-buffers.ts";
import { contentOf, md5Of } from "../contents.ts";

const CONTENT = contentOf(20_000_000);

test("once bodies are known to be copied, memory is used again, but not while something waits in it", async () => {
  noteBody(Buffer.from("a copy"));
  const server = createServer((socket) => socket.end(CONTENT));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  const socket = connect({ port, host: "127.0.0.1", onread: READ_INTO });
  const memories = new Set<ArrayBufferLike>();
  const pieces: Uint8Array[] = [];
  socket.on("data", (piece: Buffer) => {
    memories.add(piece.buffer);
    pieces.push(Uint8Array.from(piece)); // as the parser does
    if (pieces.length % 5 !== 0) return;
    socket.pause();
    setTimeout(() => socket.resume(), 1);
  });
  await new Promise((resolve) => socket.once("end", resolve));
  expect(md5Of(Buffer.concat(pieces))).toBe(md5Of(CONTENT));
  expect(pieces.filter(({ length }) => length >= 32 * 1024).length).toBeGreaterThan(20);
  expect(memories.size).toBeLessThan(pieces.length);
});
