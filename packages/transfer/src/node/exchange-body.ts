import { type ByteSource, type TakePiece } from "../http/byte-source.ts";
import { type Exchange, type ExchangeHead, type ExchangeListener } from "./exchange.ts";

const CUT = "terminated";

/**
 * A request whose answer's body waits until it is asked for. Its first piece is taken at once, so that a reset behind it does
 * not take it along.
 */
export class ExchangeBody implements ByteSource, ExchangeListener {
  /** False once the head has come over a connection that cannot be held back. */
  canBeHeld = true;
  readonly #exchange: Exchange;
  readonly #head: Promise<ExchangeHead>;
  readonly #end: Promise<void>;
  #onHead!: (head: ExchangeHead) => void;
  #onEnd!: () => void;
  #onFailure!: (error: unknown) => void;
  #hasHead = false;
  #take: TakePiece | undefined;
  /** Copies of what came before anybody took it. */
  readonly #waiting: Uint8Array[] = [];
  /** Pieces that their taker has no time for yet. */
  #busy = 0;
  #onIdle = (): void => undefined;
  /** What the taker threw. */
  #refusal: { readonly reason: unknown } | undefined;

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
   * @throws TypeError if there is no answer, with the cause; the signal's reason if it aborts, or has.
   */
  async ask({ url, headers, signal }: Request): Promise<ExchangeHead> {
    signal.throwIfAborted();
    const onAbort = (): void => this.#fail(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
    const forget = (): void => signal.removeEventListener("abort", onAbort);
    this.#end.then(forget, forget);
    this.#exchange.get(new URL(url), Object.fromEntries(headers), this);
    return await this.#head;
  }

  onHead(head: ExchangeHead): boolean {
    this.#hasHead = true;
    this.canBeHeld = this.#exchange.canBeHeld;
    this.#onHead(head);
    return true;
  }

  onData(piece: Uint8Array): void {
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
    if (this.#take !== undefined) throw new Error("the body is taken already");
    this.#take = take;
    for (const piece of this.#waiting.splice(0)) this.#deliver(take, piece);
    if (this.#busy === 0) this.#exchange.release();
    await this.#end;
    if (this.#busy > 0) {
      await new Promise<void>((resolve) => {
        this.#onIdle = resolve;
      });
    }
    // The end may have come before.
    if (this.#refusal !== undefined) throw this.#refusal.reason;
  }

  cancel(): void {
    this.#fail(new TypeError(CUT));
  }

  #deliver(take: TakePiece, piece: Uint8Array): void {
    if (this.#refusal !== undefined) return;
    try {
      const busy = take(piece);
      if (busy === undefined) return;
      this.#busy += 1;
      this.#exchange.hold();
      busy.catch((reason: unknown) => this.#refuse(reason)).then(() => this.#settle());
    } catch (reason) {
      this.#refuse(reason);
    }
  }

  #settle(): void {
    this.#busy -= 1;
    if (this.#busy > 0) return;
    this.#exchange.release();
    this.#onIdle();
  }

  #refuse(reason: unknown): void {
    this.#refusal ??= { reason };
    this.#fail(reason);
  }

  #fail(error: unknown): void {
    this.#exchange.destroy();
    // Without a meaning once the end has come.
    this.#onFailure(error);
  }
}
