import { type DataWarning } from "@neurophys/alf";
import { type SettingsValueError } from "./errors.ts";

/** One question of the setup. */
export interface SetupPrompt {
  /** What is asked for: the name of a setting, or a decision. */
  readonly asks:
    | "ALYX_URL"
    | "ALYX_LOGIN"
    | "HTTP_DATA_SERVER"
    | "HTTP_DATA_SERVER_LOGIN"
    | "HTTP_DATA_SERVER_PWD"
    | "ALYX_PWD"
    | "CACHE_DIR"
    | "strip-quotes"
    | "change-cache-dir"
    | "make-default"
    | "confirm";
  /** The question. */
  readonly text: string;
  /** The answer may not be seen while it is typed. */
  readonly isHidden: boolean;
  /** What to say before the question. */
  readonly warnings: readonly DataWarning[];
  /** What is wrong with the last answer, if this asks again. */
  readonly problem?: SettingsValueError | undefined;
}

/** Questions that wait for answers; an empty answer keeps what is there. */
export type Dialogue<T> = Generator<SetupPrompt, T, string>;

/** What a question may have beside its text. */
export type PromptExtras = Partial<Pick<SetupPrompt, "isHidden" | "warnings" | "problem">>;

/** Ask one question. @returns The answer without white space around it. */
export function* ask(asks: SetupPrompt["asks"], text: string, extras: PromptExtras = {}): Dialogue<string> {
  return (yield { asks, text, isHidden: false, warnings: [], ...extras }).trim();
}

/** Ask yes or no; whatever does not begin with an `n` is yes. */
export function* confirm(asks: SetupPrompt["asks"], text: string, extras: PromptExtras = {}): Dialogue<boolean> {
  const answer = yield* ask(asks, `${text} [Y/n]`, extras);
  return !/^n/i.test(answer);
}

const QUOTED = /^(["'])(.*)\1$/;

/** Ask for text; one in quotation marks is asked about. */
export function* askUnquoted(asks: SetupPrompt["asks"], text: string, extras: PromptExtras = {}): Dialogue<string> {
  const answer = yield* ask(asks, text, extras);
  const inside = QUOTED.exec(answer)?.[2];
  if (inside === undefined) return answer;
  const message = "Do not use quotation marks in input answers";
  const warning: DataWarning = { code: "settings/quoted-answer", category: "UserWarning", message };
  const strip = yield* confirm("strip-quotes", "Strip quotation marks from response?", { warnings: [warning] });
  return strip ? inside : answer;
}
