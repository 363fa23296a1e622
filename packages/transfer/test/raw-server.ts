import { createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** A server that does what it likes with a connection once it was asked; `closed` when a connection has ended. */
export async function serveRaw(answer: (socket: Socket) => void): Promise<{ url: string; closed: Promise<void> }> {
  let onClose = (): void => undefined;
  const closed = new Promise<void>((resolve) => {
    onClose = resolve;
  });
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.once("data", () => answer(socket));
    socket.once("close", onClose);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as { port: number }).port}/`, closed };
}
