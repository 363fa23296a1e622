import { connect, createServer, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { flowOf, giveBack, READ_INTO, ReadFlow } from "../../src/node/read-flow.ts";
import { contentOf, md5Of } from "../contents.ts";

const CONTENT = contentOf(20_000_000);
/** Bytes of a read that is not copied. */
const LARGE = 200_000;

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

const soon = async (): Promise<void> => await new Promise((resolve) => setTimeout(resolve, 50));

/** All that comes, and the memory it came in; `take` sees each piece before. */
async function bring({ reader, writer }: Ends, take: (piece: Buffer) => void) {
  const pieces: Uint8Array[] = [];
  const memories = new Set<ArrayBufferLike>();
  reader.on("data", (piece: Buffer) => {
    memories.add(piece.buffer);
    take(piece);
    pieces.push(Uint8Array.from(piece));
    giveBack(piece);
  });
  const end = new Promise((resolve) => reader.once("end", resolve));
  writer.end(CONTENT);
  await end;
  return { pieces, memories };
}

test("memory that was given back is read into again", async () => {
  const { pieces, memories } = await bring(await pair(), () => undefined);
  expect(md5Of(Buffer.concat(pieces))).toBe(md5Of(CONTENT));
  const large = pieces.filter(({ length }) => length >= LARGE).length;
  expect(large).toBeGreaterThan(20);
  expect(memories.size).toBeLessThan(pieces.length - large / 2);
});

test("memory that nobody gave back stays as it is, also where something lies behind a piece", async () => {
  const { reader, writer } = await pair();
  const pieces: Buffer[] = [];
  reader.on("data", (piece: Buffer) => {
    pieces.push(piece);
    giveBack(piece.subarray(0, piece.length - 1));
  });
  writer.end(CONTENT);
  await new Promise((resolve) => reader.once("end", resolve));
  expect(md5Of(Buffer.concat(pieces))).toBe(md5Of(CONTENT));
});

test("a few bytes do not hold the memory of many, and memory of others is left alone", async () => {
  const { reader, writer } = await pair();
  const piece = new Promise<Buffer>((resolve) => reader.once("data", resolve));
  writer.write("few");
  expect((await piece).toString()).toBe("few");
  expect((await piece).buffer.byteLength).toBe(3);
  expect(flowOf(await piece)).toBe(ReadFlow.of(reader));
  giveBack(await piece);
  giveBack(Buffer.from("mine"));
  expect(flowOf(Buffer.from("mine"))).toBeUndefined();
});

test("what is held back comes after it was released, whole and in order", async () => {
  const ends = await pair();
  const flow = ReadFlow.of(ends.reader);
  let count = 0;
  const { pieces } = await bring(ends, () => {
    count += 1;
    if (count % 3 !== 0) return;
    flow.hold();
    setTimeout(() => flow.release(), 2);
  });
  expect(count).toBeGreaterThan(30);
  expect(md5Of(Buffer.concat(pieces))).toBe(md5Of(CONTENT));
});

test.each(["end", "resetAndDestroy"] as const)("nothing is seen while it is held, not even %s", async (close) => {
  const { reader, writer } = await pair();
  const seen: string[] = [];
  reader.on("data", (piece: Buffer) => seen.push(`${piece}`));
  for (const name of ["end", "error"]) reader.on(name, () => seen.push(name));
  writer.write("first ");
  await soon();
  ReadFlow.of(reader).hold();
  writer.write("second ");
  await soon();
  writer[close]();
  await soon();
  expect(seen).toEqual(["first "]);
  ReadFlow.of(reader).release();
  await soon();
  expect(seen).toEqual(["first ", "second ", close === "end" ? "end" : "error"]);
});
