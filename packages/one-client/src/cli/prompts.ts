import { type CANCEL_SYMBOL } from "@clack/prompts";
import { CancelledError } from "./cancelled-error.ts";
import { canAsk, type Terminal } from "./terminal.ts";

/** Asks a person at the terminal. Each throws {@link CancelledError} if the answer is Ctrl-C or Escape. */
export interface Prompts {
  /** A text that may be seen; empty if nothing was typed. */
  text(message: string): Promise<string>;
  /** A text that is hidden while it is typed. */
  password(message: string): Promise<string>;
  /** Yes or no. @param isYes - What Enter alone means. */
  confirm(message: string, isYes: boolean): Promise<boolean>;
  /** Say something between two questions. */
  warn(message: string): void;
}

/**
 * Questions at a terminal, drawn on standard error.
 *
 * @param left - What is left behind by a stop, for the error, e.g. `"nothing was written"`.
 * @returns `undefined` if nobody is there to answer.
 */
export async function openPrompts(terminal: Terminal, left: string): Promise<Prompts | undefined> {
  if (!canAsk(terminal)) return undefined;
  const clack = await import("@clack/prompts");
  const streams = { input: terminal.stdin, output: terminal.stderr };
  const answered = async <T>(answer: Promise<T | typeof CANCEL_SYMBOL>): Promise<T> => {
    const value = await answer;
    if (clack.isCancel(value)) throw new CancelledError(left);
    return value as T;
  };
  return {
    text: async (message) => (await answered(clack.text({ ...streams, message, defaultValue: "" }))) ?? "",
    password: async (message) => (await answered(clack.password({ ...streams, message }))) ?? "",
    confirm: async (message, isYes) => await answered(clack.confirm({ ...streams, message, initialValue: isYes })),
    warn: (message) => clack.log.warn(message, { output: terminal.stderr }),
  };
}
