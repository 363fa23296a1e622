import { isDataError } from "@neurophys/alf";
import { CommanderError } from "commander";
import { createProgram } from "./program.ts";
import { endProgress, remark, type Terminal } from "./terminal.ts";

/**
 * Run one command line.
 *
 * @param args - Words after the command's name.
 * @returns Exit code: 0 done, 1 failed, 2 wrong command line.
 */
export async function runCli(args: readonly string[], terminal: Terminal, version: string): Promise<number> {
  try {
    await createProgram(terminal, version).parseAsync([...withCommand(args)], { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    endProgress(terminal);
    if (terminal.stop.aborted && error === terminal.stop.reason) return 130;
    if (!isDataError(error) && !isSystemError(error)) throw error;
    remark(terminal, `sandbox: ${error.message}`);
    return error.code === "sandbox/usage" ? 2 : 1;
  }
}

/** Options that the program has itself. */
const OWN: ReadonlySet<string> = new Set(["-h", "--help", "-V", "--version"]);

/** `sandbox` alone, or with options only, is `sandbox start`; a word that is no command stays an error of its own. */
function withCommand(args: readonly string[]): readonly string[] {
  const [first] = args;
  return first === undefined || (first.startsWith("-") && !OWN.has(first)) ? ["start", ...args] : args;
}

/** What the file system or a database refuses: no defect of the program, so no stack is shown. */
function isSystemError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && "syscall" in error && "code" in error && typeof error.code === "string";
}
