// The data server of `pnpm bench alyx`, in a process of its own. It speaks just enough HTTP/1.1, so that what it takes of a
// machine with few cores is little beside what the clients take; its port is sent to the process that started it.
import { createServer, type Socket } from "node:net";
import { type BenchFile, BLOCK_BYTES, blockOf, parsePath, stamped } from "./alyx-content.ts";

/** Files of one block are kept ready to send, head and all: a real server has them in memory too. */
const READY: Map<string, Buffer> = new Map();
/** Blocks of a large file take turns in so many buffers. */
const SENT_AHEAD = 2;

async function answer(socket: Socket, path: string): Promise<void> {
  const asked = parsePath(path);
  if (asked === undefined) return void socket.end("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
  const { file, delayMs } = asked;
  if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
  if (file.sizeBytes <= BLOCK_BYTES) {
    const ready = READY.get(path) ?? Buffer.concat([headOf(file), blockOf(file, 0)]);
    READY.set(path, ready);
    socket.write(ready);
  } else await sendLarge(socket, file);
}

async function sendLarge(socket: Socket, file: BenchFile): Promise<void> {
  socket.write(headOf(file));
  const blocks = Math.floor(file.sizeBytes / BLOCK_BYTES);
  const buffers = Array.from({ length: SENT_AHEAD }, () => blockOf(file, 0));
  const sent: Promise<void>[] = [];
  for (let block = 0; block < blocks; block += 1) {
    const turn = block % SENT_AHEAD;
    await sent[turn];
    if (socket.destroyed) return;
    const bytes = stamped(buffers[turn]!, file, block);
    sent[turn] = new Promise((resolve) => void socket.write(bytes, () => resolve()));
  }
  if (blocks * BLOCK_BYTES < file.sizeBytes) socket.write(blockOf(file, blocks));
}

function headOf({ index, sizeBytes }: BenchFile): Buffer {
  const lines = [
    "HTTP/1.1 200 OK",
    `Content-Length: ${sizeBytes}`,
    `ETag: "${index}-${sizeBytes}"`,
    "Content-Type: application/octet-stream",
  ];
  return Buffer.from(`${lines.join("\r\n")}\r\n\r\n`);
}

function serve(socket: Socket): void {
  let text = "";
  let last: Promise<void> = Promise.resolve();
  socket.on("error", () => socket.destroy());
  socket.on("data", (bytes) => {
    text += bytes.toString("latin1");
    for (let end = text.indexOf("\r\n\r\n"); end >= 0; end = text.indexOf("\r\n\r\n")) {
      const head = text.slice(0, end);
      text = text.slice(end + 4);
      const path = head.slice(head.indexOf(" ") + 1, head.indexOf(" HTTP/"));
      const isLast = /^connection: close/im.test(head);
      last = last.then(() => answer(socket, path)).then(() => void (isLast && socket.end()));
    }
  });
}

const server = createServer({ noDelay: true }, serve);
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as { port: number }).port));
process.once("disconnect", () => process.exit());
