import { isDataError } from "@neurophys/alf";
import { CommanderError } from "commander";
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
];

/**
 * Run one command line.
 *
 * @param args - Words after the command's name.
 * @returns Exit code: 0 done, 1 nothing found or failed, 2 wrong command line.
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
    remark(terminal, `one: ${error.message}`);
    if (error.code === "one/table-unreadable") remark(terminal, 'one: make the tables again with "one index DIR"');
    return USAGE_CODES.includes(error.code) ? 2 : 1;
  } finally {
    countWarnings(terminal);
  }
}

/** What the file system refuses, e.g. `EACCES: permission denied, open '…'`: no defect, so no stack is shown. */
function isSystemError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && "syscall" in error && "code" in error && typeof error.code === "string";
}
