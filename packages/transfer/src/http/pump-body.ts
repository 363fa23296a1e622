import { type ByteSource, type TakePiece } from "./byte-source.ts";
import { type StallOptions, StallWatch } from "./stall-watch.ts";

/**
 * Hand over a body as it arrives.
 *
 * @throws TransferTimeoutError if nothing comes for `stallMs`; the signal's reason if it aborts; what `take` throws; what
 *   the engine throws if the connection breaks.
 */
export async function pumpBody(source: ByteSource, options: StallOptions, take: TakePiece): Promise<void> {
  options.signal?.throwIfAborted();
  const watch = new StallWatch(options, () => source.cancel());
  watch.begin();
  try {
    await source.pump((piece) => {
      const busy = take(piece);
      if (busy === undefined) {
        watch.begin();
        return undefined;
      }
      watch.end();
      return busy.then(() => watch.begin());
    });
  } catch (error) {
    watch.throwIfOver();
    throw error;
  } finally {
    watch.stop();
  }
  watch.throwIfOver();
}
