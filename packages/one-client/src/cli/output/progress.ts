import { Presets, SingleBar } from "cli-progress";

/** A progress bar on standard error, so that what a command prints stays clean; silent where nobody watches. */
export interface Progress {
  /** @param total - `undefined` while it is being found out: then what is done is counted instead. */
  update(done: number, total: number | undefined): void;
  /** Remove the bar; more than once does no harm. */
  stop(): void;
}

/** Work shorter than this shows no bar. */
const DELAY_MS = 300;

/**
 * Make a bar.
 *
 * @param label - What is being done, e.g. `"indexing"`.
 * @param stream - Where to draw; a stream that is no terminal gets nothing.
 * @param counted - Word after the number of what is done while there is no total.
 */
export function createProgress(label: string, stream: NodeJS.WriteStream, counted = "found"): Progress {
  if (!stream.isTTY) return { update: () => {}, stop: () => {} };
  const started = performance.now();
  let shown: SingleBar | undefined;
  return {
    update: (done, total) => {
      if (shown === undefined) {
        if (performance.now() - started < DELAY_MS) return;
        const format = total === undefined ? `${label} {value} ${counted} · {duration_formatted}` : `${label} ${BAR}`;
        shown = new SingleBar({ format, stream, hideCursor: true, clearOnComplete: true }, Presets.shades_classic);
        shown.start(total ?? done, done);
      }
      shown.setTotal(total ?? done);
      shown.update(done);
    },
    stop: () => {
      shown?.stop();
      shown = undefined;
    },
  };
}

const BAR = "{bar} {percentage} % · {value} of {total} · {duration_formatted} · {eta_formatted} left";
