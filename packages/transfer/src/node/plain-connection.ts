import { connect, type Socket } from "node:net";
import { type Exchange, type ExchangeHead, type ExchangeListener } from "./exchange.ts";

const READ_BYTES = 64 * 1024;
/** Longest head, as in Node's own client. */
const HEAD_BYTES = 16 * 1024;

/** Connections that wait for the next request, by host and port. */
const IDLE: Map<string, PlainConnection[]> = new Map();

/**
 * A connection without encryption for one exchange after the other, of which it understands the simplest kind: a request without a
 * body, and an answer whose length its head says.
 *
 * It reads all into the same memory and makes two objects an answer. Node's own client makes some fifty and new memory for
 * each piece, which for small files takes more processor time than all else together.
 */
export class PlainConnection implements Exchange {
  readonly #key: string;
  readonly #socket: Socket;
  #listener: ExchangeListener | undefined;
  #head = "";
  /** Bytes of the body to come; `undefined` while the head is. */
  #left: number | undefined;
  #keepsAlive = false;
  #wasUsed = false;

  private constructor(key: string, { hostname, port }: URL) {
    this.#key = key;
    this.#socket = connect({
      host: hostname.replace(/^\[|\]$/g, ""),
      port: port === "" ? 80 : Number(port),
      noDelay: true,
      onread: {
        buffer: Buffer.allocUnsafeSlow(READ_BYTES),
        callback: (count, buffer) => {
          this.#take(Buffer.from(buffer.buffer, buffer.byteOffset, count));
          return true;
        },
      },
    });
    this.#socket.on("error", (error) => this.#fail(error));
    this.#socket.on("close", () => this.#fail(new Error("the connection was closed")));
  }

  /** A connection that was kept, or a new one. */
  static to(url: URL): PlainConnection {
    const key = `${url.hostname}:${url.port}`;
    return IDLE.get(key)?.pop() ?? new PlainConnection(key, url);
  }

  /** True if it was kept from an earlier exchange, so that the server may just have closed it. */
  get wasKept(): boolean {
    return this.#wasUsed;
  }

  /** Send a request. */
  get(url: URL, headers: Readonly<Record<string, string>>, listener: ExchangeListener): void {
    this.#listener = listener;
    this.#head = "";
    this.#left = undefined;
    this.#socket.ref();
    const lines = Object.entries({ host: url.host, connection: "keep-alive", ...headers });
    const text = lines.map(([name, value]) => `${name}: ${value}\r\n`).join("");
    this.#socket.write(`GET ${url.pathname}${url.search} HTTP/1.1\r\n${text}\r\n`, "latin1");
  }

  /** Give up; the listener hears no more. */
  destroy(): void {
    this.#listener = undefined;
    this.#socket.destroy();
  }

  #fail(error: Error): void {
    const listener = this.#listener;
    this.destroy();
    const others = (IDLE.get(this.#key) ?? []).filter((idle) => idle !== this);
    if (others.length > 0) IDLE.set(this.#key, others);
    else IDLE.delete(this.#key);
    listener?.onError(error);
  }

  #take(bytes: Buffer): void {
    // Bytes that nobody asked for: what comes next on this connection could be anything.
    if (this.#listener === undefined) return void this.#socket.destroy();
    const body = this.#left === undefined ? this.#takeHead(bytes) : bytes;
    if (this.#left === undefined || body === undefined) return;
    const wanted = body.subarray(0, this.#left);
    this.#left -= wanted.length;
    if (wanted.length > 0) this.#listener.onData(wanted);
    if (this.#left > 0) return;
    this.#finish(wanted.length === body.length);
  }

  /** The beginning of the body, if that has come. */
  #takeHead(bytes: Buffer): Buffer | undefined {
    const before = this.#head.length;
    this.#head += bytes.toString("latin1");
    const end = this.#head.indexOf("\r\n\r\n");
    if (end < 0 && this.#head.length <= HEAD_BYTES) return undefined;
    const head = end < 0 ? undefined : parseHead(this.#head.slice(0, end));
    this.#keepsAlive = !/\bclose\b/i.test(head?.headers.get("Connection") ?? "");
    this.#left = this.#listener?.onHead(head);
    if (this.#left !== undefined) return bytes.subarray(end + 4 - before);
    this.destroy();
    return undefined;
  }

  #finish(isClean: boolean): void {
    const listener = this.#listener;
    this.#listener = undefined;
    this.#wasUsed = true;
    if (isClean && this.#keepsAlive) {
      this.#socket.unref();
      IDLE.set(this.#key, [...(IDLE.get(this.#key) ?? []), this]);
    } else this.#socket.destroy();
    listener?.onEnd();
  }
}

/** Strictly: what is not plain is for Node's own client. */
function parseHead(text: string): ExchangeHead | undefined {
  const [first = "", ...lines] = text.split("\r\n");
  const status = /^HTTP\/1\.1 ([2-5]\d\d)(?: |$)/.exec(first)?.[1];
  if (status === undefined) return undefined;
  const headers = new Headers();
  for (const line of lines) {
    const [, name, value] = /^([\w!#$%&'*+.^`|~-]+):[ \t]*([^\r\n\0]*?)[ \t]*$/.exec(line) ?? [];
    if (name === undefined || value === undefined) return undefined;
    headers.append(name, value);
  }
  return { status: Number(status), headers };
}
