import { isDataError } from "@neurophys/alf";
import { CommanderError } from "commander";
import { createProgram } from "./program.ts";
import { plainText, remark, type Terminal } from "./terminal.ts";

/** Errors that say the command line was wrong, rather than the data. */
const USAGE_CODES: readonly string[] = ["snapshot/usage", "snapshot/invalid-object-id", "snapshot/invalid-width"];

/**
 * Runs one command line.
 *
 * @param args - Words after the command's name.
 * @returns Exit code: 0 done, 1 failed or nothing to do, 2 wrong command line.
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
    // A message may repeat what a database wrote.
    remark(terminal, `snapshot: ${plainText(error.message)}`);
    if (error.code === "alyx/login-needed")
      remark(terminal, "snapshot: set ALYX_USER and ALYX_TOKEN, or log in once with ONE");
    return USAGE_CODES.includes(error.code) ? 2 : 1;
  }
}

/** What the file system refuses: no defect, so no stack is shown. */
function isSystemError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && "syscall" in error && "code" in error && typeof error.code === "string";
}
