import { type Terminal } from "./terminal.ts";

/** All of standard input as text. Rejects with the signal's reason if that aborts. */
export async function readStdin({ stdin }: Terminal, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted();
  const stop = (): void => void stdin.destroy(signal.reason as Error);
  signal.addEventListener("abort", stop, { once: true });
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of stdin) chunks.push(Buffer.from(chunk as Uint8Array | string));
    return Buffer.concat(chunks).toString("utf8");
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
