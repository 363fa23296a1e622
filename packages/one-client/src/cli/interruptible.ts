import { remark, type Terminal } from "./terminal.ts";

/** Exit code of a command that was stopped by Ctrl-C, as shells have it. */
export const INTERRUPTED = 130;

/**
 * Do work that Ctrl-C stops: the first one aborts the signal, a second one ends the process.
 *
 * @param left - What is left behind by a stop, for the remark.
 * @returns The exit code of the work, or {@link INTERRUPTED}.
 * @throws what the work throws, unless it was stopped.
 */
export async function interruptible(
  terminal: Terminal,
  work: (signal: AbortSignal) => Promise<number>,
  left?: string,
): Promise<number> {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  process.once("SIGINT", stop);
  try {
    return await work(controller.signal);
  } catch (error) {
    if (!controller.signal.aborted) throw error;
    remark(terminal, left === undefined ? "Stopped." : `Stopped; ${left}`);
    return INTERRUPTED;
  } finally {
    process.removeListener("SIGINT", stop);
  }
}
