import { type ByteSource, type TakePiece } from "../http/byte-source.ts";
import { type Exchange, type ExchangeHead, type ExchangeListener } from "./exchange.ts";

const CUT = "terminated";

/**
 * A request whose answer's body waits until it is asked for. Its first piece is taken at once, so that a reset behind it does
 * not take it along.
 */
export class ExchangeBody implements ByteSource, ExchangeListener {
  readonly #exchange: Exchange;
  readonly #head: Promise<ExchangeHead>;
  readonly #end: Promise<void>;
  /** True with the first piece, false with the end. */
  readonly #begin: Promise<boolean>;
  #onBegin!: (hasBody: boolean) => void;
  #onHead!: (head: ExchangeHead) => void;
  #onEnd!: () => void;
  #onFailure!: (error: unknown) => void;
  #hasHead = false;
  #hasRefused = false;
  #take: TakePiece | undefined;
  /** Copies of what came before anybody took it. */
  readonly #waiting: Uint8Array[] = [];
  /** Takers that have no time yet. */
  #busy = 0;
  #taken: Promise<unknown> = Promise.resolve();

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
    this.#end = new Promise((resolve, reject) => {
      this.#onEnd = resolve;
      this.#onFailure = reject;
    });
    this.#head = new Promise((resolve, reject) => {
      this.#onHead = resolve;
      this.#end.catch(reject);
    });
    this.#begin = new Promise((resolve) => {
      this.#onBegin = resolve;
    });
    // A body that failed is not empty.
    this.#end.then(
      () => this.#onBegin(false),
      () => this.#onBegin(true),
    );
  }

  /**
   * Send the request and wait for the head.
   *
   * @throws TypeError if there is no answer, with the cause; the signal's reason if it aborts.
   */
  async ask({ url, headers, signal }: Request): Promise<ExchangeHead> {
    const onAbort = (): void => this.#fail(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
    const forget = (): void => signal.removeEventListener("abort", onAbort);
    this.#end.then(forget, forget);
    this.#exchange.get(new URL(url), Object.fromEntries(headers), this);
    return await this.#head;
  }

  onHead(head: ExchangeHead): boolean {
    this.#hasHead = true;
    this.#onHead(head);
    return true;
  }

  /** Wait for the first piece or the end: true if the body has ended without any. */
  async isEmpty(): Promise<boolean> {
    return !(await this.#begin);
  }

  onData(piece: Uint8Array): void {
    this.#onBegin(true);
    if (this.#take === undefined) {
      this.#waiting.push(new Uint8Array(piece));
      this.#exchange.hold();
    } else this.#deliver(this.#take, piece);
  }

  onEnd(): void {
    this.#onEnd();
  }

  onError(cause: Error): void {
    this.#fail(new TypeError(this.#hasHead ? CUT : "fetch failed", { cause }));
  }

  async pump(take: TakePiece): Promise<void> {
    this.#take = take;
    for (const piece of this.#waiting.splice(0)) this.#deliver(take, piece);
    if (this.#busy === 0) this.#exchange.release();
    await this.#end;
    // Those that had no time may fail behind the end, too.
    await this.#taken;
  }

  cancel(): void {
    this.#fail(new TypeError(CUT));
  }

  #deliver(take: TakePiece, piece: Uint8Array): void {
    if (this.#hasRefused) return;
    try {
      const busy = take(piece);
      if (busy === undefined) return;
      this.#busy += 1;
      this.#exchange.hold();
      busy.then(
        () => {
          this.#busy -= 1;
          if (this.#busy === 0) this.#exchange.release();
        },
        (error: unknown) => this.#refuse(error),
      );
      this.#await(busy);
    } catch (error) {
      this.#refuse(error);
    }
  }

  #refuse(error: unknown): void {
    this.#hasRefused = true;
    this.#await(Promise.reject(error));
    this.#fail(error);
  }

  #await(busy: Promise<void>): void {
    this.#taken = Promise.all([this.#taken, busy]);
    // Whoever pumps hears of it.
    this.#taken.catch(() => undefined);
  }

  #fail(error: unknown): void {
    this.#exchange.destroy();
    // Without a meaning once the end has come.
    this.#onFailure(error);
  }
}
