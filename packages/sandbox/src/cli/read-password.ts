import { UsageError } from "../sandbox/errors.ts";
import { type Terminal } from "./terminal.ts";

/** Longest password that is read, in characters. */
const MAX_LENGTH = 1024;

/**
 * Read a password from standard input, up to the first line break: for scripts.
 *
 * @throws {@link UsageError} if there is none, or it is too long.
 */
export async function readPasswordLine(terminal: Terminal): Promise<string> {
  let text = "";
  for await (const piece of terminal.stdin) {
    text += String(piece);
    if (text.includes("\n") || text.length > MAX_LENGTH) break;
  }
  return checked(text.split(/\r?\n/, 1)[0] ?? "");
}

/**
 * Ask for a password twice, without showing it.
 *
 * @throws {@link UsageError} if there is nobody to ask, it was cancelled, or the two differ.
 */
export async function askPassword(terminal: Terminal, username: string): Promise<string> {
  if (terminal.stdin.isTTY !== true || terminal.stdin.setRawMode === undefined) {
    throw new UsageError("There is no terminal to ask for a password (expected --password-stdin)");
  }
  const first = checked(await askHidden(terminal, `Password for ${username}: `));
  if ((await askHidden(terminal, "The same again: ")) !== first) throw new UsageError("The two passwords differ");
  return first;
}

function checked(password: string): string {
  if (password === "") throw new UsageError("The password is empty (expected at least one character)");
  if (password.length > MAX_LENGTH) throw new UsageError(`The password is too long (expected up to ${MAX_LENGTH})`);
  return password;
}

async function askHidden({ stdin, stderr }: Terminal, question: string): Promise<string> {
  stderr.write(question);
  stdin.setRawMode?.(true);
  stdin.resume();
  try {
    return await new Promise<string>((resolve, reject) => {
      let text = "";
      const read = (piece: unknown): void => {
        for (const character of String(piece)) {
          if (character === "\r" || character === "\n" || character === "\u0004") {
            stdin.off("data", read);
            resolve(text);
            return;
          }
          if (character === "\u0003") {
            stdin.off("data", read);
            reject(new UsageError("Cancelled"));
            return;
          }
          if (character === "\u007f" || character === "\b") text = Array.from(text).slice(0, -1).join("");
          else text += character;
        }
      };
      stdin.on("data", read);
    });
  } finally {
    stdin.setRawMode?.(false);
    stdin.pause();
    stderr.write("\n");
  }
}
