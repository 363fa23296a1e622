import { readFileSync } from "node:fs";

const FOLDER = new URL("../../../../../fixtures/alyx/", import.meta.url);

/** An answer that a real Alyx gave. */
export interface RecordedAnswer {
  readonly file: string;
  /** What was asked, in a few words. */
  readonly label: string;
  readonly status: number;
  readonly body: string;
  /** Width, height and format of the image that was stored with it. */
  readonly image: readonly [width: number, height: number, format: string] | undefined;
}

const HEAD = /^## (.*?) -> (\d{3})(?: [^|]*)? \| ?(.*)$/s;

/** Take the marks off a text that Python showed as a literal. */
function unquoted(text: string): string {
  const inside = /^'(.*)'$/s.exec(text.trim())?.[1];
  if (inside === undefined) return text;
  return inside.replace(/\\(n|t|'|\\)/g, (_, mark: string) => ({ n: "\n", t: "\t" })[mark] ?? mark);
}

/** Text of a recorded file. */
export function recordedText(file: string): string {
  return readFileSync(new URL(file, FOLDER), "utf8");
}

/** The answers of a recorded file. */
export function recordedAnswers(file: string): readonly RecordedAnswer[] {
  return recordedText(file)
    .split(/^(?=## )/m)
    .flatMap((part) => {
      // What the recording script printed beside the answer is indented, or begins with a number or a name.
      const answer = part.replace(
        /\n(?: {5}|limit|default|None \{|\d+ \{|500 rows|files? |\w+\.\w+ \d|x+ \d)[\s\S]*$/,
        "",
      );
      const [, label, status, rest] = HEAD.exec(answer) ?? [];
      if (label === undefined || rest === undefined) return [];
      const [, width, height, format] = /\n {5}\(\((\d+), (\d+)\), '(\w+)'/.exec(part) ?? [];
      const image = format === undefined ? undefined : ([Number(width), Number(height), format.toLowerCase()] as const);
      return [{ file, label, status: Number(status), body: unquoted(rest.trim()), image }];
    });
}
