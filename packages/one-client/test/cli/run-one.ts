import { PassThrough, Writable } from "node:stream";
import { runCli } from "../../src/cli/run-cli.ts";

/** Collects what a command prints; with a width it is a terminal. */
class Screen extends Writable {
  text = "";
  readonly isTTY: boolean;
  readonly columns: number | undefined;
  readonly rows: number | undefined;

  constructor(columns?: number) {
    super();
    this.isTTY = columns !== undefined;
    this.columns = columns;
    this.rows = columns === undefined ? undefined : 40;
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    this.emit("printed");
    done();
  }
}

/** What is typed at a terminal. */
class Keyboard extends PassThrough {
  readonly isTTY = true;
  isRaw = false;

  setRawMode(isRaw: boolean): this {
    this.isRaw = isRaw;
    return this;
  }
}

/** How {@link runOne} runs a command. */
export interface RunOptions {
  readonly columns?: number | undefined;
  readonly cwd?: string | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** What another program writes into standard input. */
  readonly input?: string | undefined;
  /** What a person types when a text appears on the screen, in this order. */
  readonly typed?: readonly (readonly [seen: string, keys: string])[] | undefined;
}

/** Type each answer once its question is on the screen, below the one before. */
function typeAnswers(screen: Screen, keyboard: Keyboard, answers: readonly (readonly [string, string])[]): void {
  const left = [...answers];
  let from = 0;
  screen.on("printed", () => {
    const [seen, keys] = left[0] ?? [];
    if (seen === undefined || keys === undefined) return;
    const at = screen.text.indexOf(seen, from);
    if (at < 0) return;
    left.shift();
    from = at + seen.length;
    // the prompt listens once it has drawn itself
    setImmediate(() => keyboard.write(keys));
  });
}

/** What a command printed, and its exit code. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Run a command line in this process. */
export async function runOne(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const { columns, cwd = process.cwd(), env = {}, input = "", typed } = options;
  const out = new Screen(columns);
  const err = new Screen(typed === undefined ? undefined : (columns ?? 80));
  const keyboard = typed === undefined ? new PassThrough() : new Keyboard();
  if (typed === undefined) keyboard.end(input);
  else typeAnswers(err, keyboard as Keyboard, typed);
  const streams = {
    stdin: keyboard as unknown as NodeJS.ReadStream,
    stdout: out as unknown as NodeJS.WriteStream,
    stderr: err as unknown as NodeJS.WriteStream,
  };
  const code = await runCli(args, { ...streams, cwd, env }, "1.2.3");
  return { code, out: out.text, err: err.text };
}
