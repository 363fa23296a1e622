import { type ByteSource } from "../http/byte-source.ts";

/**
 * For whoever takes a body as a stream of the web, or does not want it; nothing flows before it is asked for.
 *
 * @param leave - What to do with a body that nobody asked for.
 */
export function webStreamOf(open: () => ByteSource, leave: () => void): ReadableStream<Uint8Array<ArrayBuffer>> {
  let source: ByteSource | undefined;
  let isOpen = true;
  /** What waits for the next piece, and what holds it back. */
  let given = (): void => undefined;
  const held: (() => void)[] = [];
  const goOn = (): void => {
    for (const release of held.splice(0)) release();
  };
  const begin = (controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>): void => {
    source = open();
    const end = source.pump((piece) => {
      // A piece is only lent.
      if (isOpen) controller.enqueue(new Uint8Array(piece));
      given();
      return isOpen ? new Promise((resolve) => void held.push(resolve)) : undefined;
    });
    end
      .then(
        () => isOpen && controller.close(),
        (error: unknown) => controller.error(error),
      )
      .finally(() => given());
  };
  return new ReadableStream(
    {
      pull: (controller) =>
        new Promise((resolve) => {
          given = resolve;
          if (source === undefined) begin(controller);
          else goOn();
        }),
      cancel: () => {
        isOpen = false;
        goOn();
        if (source === undefined) leave();
        else source.cancel();
      },
    },
    { highWaterMark: 0 },
  );
}
