/** Where a command prints and is answered, and what it may know of its surroundings. */
export interface Terminal {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The terminal of this process. Standard input is opened by the commands that read it, and no sooner. */
export function processTerminal(): Terminal {
  return {
    get stdin() {
      return process.stdin;
    },
    stdout: process.stdout,
    stderr: process.stderr,
    cwd: process.cwd(),
    env: process.env,
  };
}

/** True if a person can be asked: questions go to standard error, so that results stay clean. */
export function canAsk({ stdin, stderr }: Terminal): boolean {
  return stdin.isTTY === true && stderr.isTTY === true;
}

/** Width that a table may take; `undefined` when the output goes to a file or another program. */
export function tableWidth(terminal: Terminal): number | undefined {
  return terminal.stdout.isTTY ? (terminal.stdout.columns ?? 80) : undefined;
}

/** Print one result for people or, with `--json`, for programs. */
export function print(terminal: Terminal, text: string): void {
  terminal.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
}

/** Print a remark that is no result. */
export function remark(terminal: Terminal, text: string): void {
  terminal.stderr.write(`${text}\n`);
}

/**
 * A value as JSON text: arrays of numbers become lists, 64-bit integers numbers where they fit and text where they do
 * not; JSON has no NaN, which becomes `null`.
 */
export function toJson(value: unknown): string {
  return JSON.stringify(
    value,
    (_key, item: unknown) => {
      if (typeof item === "bigint") return Number.isSafeInteger(Number(item)) ? Number(item) : item.toString();
      if (item instanceof Map) return Object.fromEntries(item);
      if (ArrayBuffer.isView(item)) return Array.from(item as unknown as ArrayLike<unknown>);
      return item;
    },
    2,
  );
}
