import { type Readable, type Writable } from "node:stream";

/** Where a command reads and prints, and what it may know of its surroundings. */
export interface Terminal {
  readonly stdin: Readable & { readonly isTTY?: boolean; setRawMode?(mode: boolean): unknown };
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Writable & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted when whoever started the command wants it to end: Ctrl-C. */
  readonly stop: AbortSignal;
}

/** The terminal of this process. The second Ctrl-C ends the process at once. */
export function processTerminal(): Terminal {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (stop.signal.aborted) process.exit(130);
      stop.abort();
    });
  }
  const { stdin, stdout, stderr, env } = process;
  return { stdin, stdout, stderr, env, stop: stop.signal };
}

/** Text in which nothing steers the terminal: names of files and records may hold any character. */
function harmless(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is replaced
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, "\ufffd");
}

/** Print a result. */
export function print(terminal: Terminal, text: string): void {
  terminal.stdout.write(`${harmless(text)}\n`);
}

/** Print a remark that is no result. */
export function remark(terminal: Terminal, text: string): void {
  terminal.stderr.write(`${harmless(text)}\n`);
}

/** Show how far work is, in one line that the next replaces; nothing where the remarks go to a file. */
export function progress(terminal: Terminal, text: string): void {
  if (terminal.stderr.isTTY === true) terminal.stderr.write(`\r\u001b[K${harmless(text)}`);
}

/** End the line that shows progress. */
export function endProgress(terminal: Terminal): void {
  if (terminal.stderr.isTTY === true) terminal.stderr.write("\r\u001b[K");
}
