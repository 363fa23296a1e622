import { fixtureText } from "./fixture-lines.ts";

/** An answer of a real database. */
export interface RecordedAnswer {
  readonly file: string;
  /** What was asked, in a few words. */
  readonly label: string;
  readonly status: number;
  readonly body: string;
}

const HEAD = /^## (.*?) -> (\d{3})(?: [^|]*)? \| ?(.*)$/s;

/** Take the marks off a text that Python showed as a literal. */
function unquoted(text: string): string {
  const inside = /^'(.*)'$/s.exec(text.trim())?.[1];
  if (inside === undefined) return text;
  return inside.replace(/\\(n|t|'|\\)/g, (_, mark: string) => ({ n: "\n", t: "\t" })[mark] ?? mark);
}

/** Answers of a recorded file, with lines that belong to none left out. */
export function recordedAnswers(file: string): readonly RecordedAnswer[] {
  const answers: RecordedAnswer[] = [];
  for (const part of fixtureText(file).split(/^(?=## )/m)) {
    // What the recording script printed beside the answer is indented, or begins with a number.
    const [, label, status, rest] =
      HEAD.exec(part.replace(/\n(?: {5}|limit|default|\d+ \{|500 rows|\w+\.\w+ \d|x+ \d)[\s\S]*$/, "")) ?? [];
    if (label === undefined || rest === undefined) continue;
    answers.push({ file, label, status: Number(status), body: unquoted(rest.trim()) });
  }
  return answers;
}

/** True if the end of an answer was cut off when it was recorded. */
export function isCut({ body }: RecordedAnswer): boolean {
  if (!/^[[{]/.test(body)) return false;
  try {
    JSON.parse(body);
    return false;
  } catch {
    return true;
  }
}
