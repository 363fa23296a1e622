import { isDataError } from "@neurophys/alf";
import { CommanderError } from "commander";
import { INTERRUPTED } from "./interruptible.ts";
import { createProgram } from "./program.ts";
import { remark, type Terminal } from "./terminal.ts";
import { countWarnings } from "./warnings.ts";

/** Errors that say the command line was wrong, rather than the data. */
const USAGE_CODES: readonly string[] = [
  "one/usage",
  "alf/unknown-name",
  "alf/ambiguous-name",
  "alf/invalid-argument",
  "alf/invalid-pattern",
  "alf/unsupported-pattern",
  "alyx/argument-type",
  "alyx/foreign-url",
  "alyx/incomplete-request",
  "alyx/unknown-action",
  "alyx/unknown-endpoint",
  "alyx/unsafe-filter",
  "registration/invalid-argument",
  "settings/invalid-value",
  "transfer/invalid-url",
];

/** What to do about an error, by its code. */
const HINTS: Readonly<Record<string, string>> = {
  "one/table-unreadable": 'make the tables again with "one index DIR"',
  "alyx/login-needed": 'log in with "one login", or set ALYX_TOKEN, or ALYX_USER and ALYX_PASSWORD',
  "registration/duplicate-sessions": "choose one with --eid",
  "registration/no-user": 'log in with "one login"',
  "transfer/unreachable": "is it running, and its address right? --base-url names another one",
};

/**
 * Run one command line.
 *
 * @param args - Words after the command's name.
 * @returns Exit code: 0 done, 1 nothing found or failed, 2 wrong command line, 130 stopped by Ctrl-C.
 */
export async function runCli(args: readonly string[], terminal: Terminal, version: string): Promise<number> {
  let exitCode = 0;
  const program = createProgram(terminal, version, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args.length === 0 ? ["--help"] : args, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!isDataError(error) && !isSystemError(error)) throw error;
    if (error.code === "one/cancelled") {
      remark(terminal, error.message);
      return INTERRUPTED;
    }
    remark(terminal, `one: ${errorLine(error)}`);
    const hint = HINTS[error.code];
    if (hint !== undefined) remark(terminal, `one: ${hint}`);
    return USAGE_CODES.includes(error.code) ? 2 : 1;
  } finally {
    countWarnings(terminal);
  }
}

/** An error in one line, with its code: some messages repeat what a server wrote. */
function errorLine({ message, code }: { readonly message: string; readonly code: string }): string {
  const line = message.replace(/[\p{Cc}\s]+/gu, " ").trim();
  return code === "one/usage" ? line : `${line} [${code}]`;
}

/** What the file system refuses, e.g. `EACCES: permission denied, open '…'`: no defect, so no stack is shown. */
function isSystemError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && "syscall" in error && "code" in error && typeof error.code === "string";
}
