import { isDataError } from "../data-error.ts";
import { BrokenPromiseError } from "./broken-promise-error.ts";

/** Compare two values by their text. */
export function expectSame(subject: string, found: unknown, expected: unknown): void {
  const [left, right] = [textOf(found), textOf(expected)];
  if (left !== right) throw new BrokenPromiseError(subject, left, right);
}

/** Make sure that a call is refused with an error of a certain code. */
export async function expectCode(subject: string, call: () => Promise<unknown>, code: string): Promise<void> {
  let found: unknown;
  try {
    found = await call();
  } catch (error) {
    if (isDataError(error) && error.code === code) return;
    throw new BrokenPromiseError(subject, `threw ${String(error)}`, `an error with code ${code}`, { cause: error });
  }
  throw new BrokenPromiseError(subject, `answered ${textOf(found)}`, `an error with code ${code}`);
}

/** Make sure that a call with an aborted signal ends with the signal's own reason. */
export async function expectAborted(subject: string, call: (signal: AbortSignal) => Promise<unknown>): Promise<void> {
  const reason = new Error("given up");
  let found: unknown;
  try {
    found = await call(AbortSignal.abort(reason));
  } catch (error) {
    if (error === reason) return;
    throw new BrokenPromiseError(subject, `threw ${String(error)}`, "the signal's reason", { cause: error });
  }
  throw new BrokenPromiseError(subject, `answered ${textOf(found)}`, "the signal's reason");
}

function textOf(value: unknown): string {
  if (value instanceof Uint8Array) return `bytes [${value.join(" ")}]`;
  return value === undefined ? "undefined" : JSON.stringify(value);
}
