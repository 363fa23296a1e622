/** Where the command prints, and what it may know of its surroundings. */
export interface Terminal {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  return { stdout: process.stdout, stderr: process.stderr };
}

/** Prints a result. */
export function print({ stdout }: Terminal, text: string): void {
  stdout.write(`${text}\n`);
}

/** Prints a remark that is no result. */
export function remark({ stderr }: Terminal, text: string): void {
  stderr.write(`${text}\n`);
}

/** Text without the marks that would move the cursor of a terminal. */
export function plainText(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, " ").trim();
}

/** Shows how far a list of files is: one line that is written over in a terminal, nothing elsewhere. */
export function progressLine({ stderr }: Terminal): { show(text: string): void; clear(): void } {
  const write = (text: string): void => {
    if (stderr.isTTY) stderr.write(`\r\u001b[2K${text.slice(0, (stderr.columns ?? 80) - 1)}`);
  };
  return { show: write, clear: () => write("") };
}
