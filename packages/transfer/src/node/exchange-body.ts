import { type ByteSource, type TakePiece } from "../http/byte-source.ts";
import { type Exchange, type ExchangeHead, type ExchangeListener, type ExchangeQuestion } from "./exchange.ts";

/** A body below this that nobody wants is read to its end, so that its connection can be used again. */
const DRAINED_BYTES = 64 * 1024;

const CUT = "terminated";

/** A request whose answer's body waits until it is asked for. */
export class ExchangeBody implements ByteSource, ExchangeListener {
  readonly #exchange: Exchange;
  readonly #head: Promise<ExchangeHead>;
  readonly #end: Promise<void>;
  #onHead!: (head: ExchangeHead) => void;
  #onEnd!: () => void;
  #onFailure!: (error: unknown) => void;
  #bytesToCome = Number.POSITIVE_INFINITY;
  #hasHead = false;
  #isOver = false;
  #take: TakePiece | undefined;

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
  }

  /**
   * Send the request and wait for the head.
   *
   * @throws TypeError if there is no answer, with the cause; the signal's reason if it aborts.
   */
  async ask(question: ExchangeQuestion, signal: AbortSignal): Promise<ExchangeHead> {
    const onAbort = (): void => this.#fail(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
    const forget = (): void => signal.removeEventListener("abort", onAbort);
    this.#end.then(forget, forget);
    this.#exchange.send(question, this);
    return await this.#head;
  }

  onHead(head: ExchangeHead): boolean {
    this.#hasHead = true;
    this.#bytesToCome = Number(head.headers["content-length"] ?? Number.POSITIVE_INFINITY);
    this.#exchange.pause();
    this.#onHead(head);
    return true;
  }

  onData(piece: Uint8Array): void {
    try {
      const busy = this.#take?.(piece);
      if (busy === undefined) return;
      this.#exchange.pause();
      busy.then(
        () => this.#exchange.resume(),
        (error: unknown) => this.#fail(error),
      );
    } catch (error) {
      this.#fail(error);
    }
  }

  onEnd(): void {
    this.#isOver = true;
    this.#onEnd();
  }

  onError(cause: Error): void {
    this.#fail(new TypeError(this.#hasHead ? CUT : "fetch failed", { cause }));
  }

  async pump(take: TakePiece): Promise<void> {
    this.#take = take;
    this.#exchange.resume();
    await this.#end;
  }

  cancel(): void {
    this.#fail(new TypeError(CUT));
  }

  /** Say that nobody wants the body; one under way is cut off. */
  dismiss(): void {
    const isShort = this.#take === undefined && this.#bytesToCome < DRAINED_BYTES;
    if (isShort) this.drain();
    else this.cancel();
  }

  /** Let the answer come to its end. */
  drain(): void {
    this.pump(() => undefined).catch(() => undefined);
  }

  #fail(error: unknown): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#exchange.destroy();
    this.#onFailure(error);
  }
}
