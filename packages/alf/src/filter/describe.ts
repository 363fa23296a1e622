import { UnknownNameError } from "./errors.ts";
import { type AlfPart, pathPattern } from "./spec.ts";

/** What each part means, in the order in which parts stand in a path. */
export const PART_DESCRIPTIONS: Readonly<Record<AlfPart | "Subjects", string>> = {
  lab: "Where the data were recorded: a folder above 'Subjects', for archives that hold several laboratories.",
  Subjects: "A folder of this very name between laboratory and subject; without it there is no laboratory part.",
  subject: "The animal's name.",
  date: "The day of the session, YYYY-MM-DD.",
  number: "Which session of that day, usually three digits from 001.",
  collection: "Folders that group datasets, e.g. one per probe or processing step; any depth.",
  revision: "A version of datasets: one folder named between two '#', sorted as text, so dates are a good choice.",
  namespace: "Who defined the dataset, between underscores; for names that are not a common standard.",
  object: "What the data describe, e.g. 'spikes' or 'trials'. All files of one object have the same number of rows.",
  attribute:
    "Which property of the object. 'times' are event times in seconds, 'intervals' start and end times; an attribute named like another object holds row numbers of it.",
  timescale: "Which clock the times refer to; without it the main clock of the session.",
  extra: "Anything else, dot-separated: a part number, a dataset id, 'metadata'.",
  extension: "The file's format, e.g. 'npy', 'csv', 'pqt'.",
};

/** Break lines before a word would pass the width; longer words are cut. */
function wrap(text: string, width: number): string {
  const lines: string[] = [""];
  for (const word of text.split(" ").flatMap((w) => w.match(new RegExp(`.{1,${width}}`, "g")) ?? [])) {
    const line = lines.at(-1) ?? "";
    if (line !== "" && line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines.join("\n");
}

/**
 * The specification as text for people: the path pattern, then each part's name and meaning.
 *
 * @param part - Only this part, marked with `^` under the pattern.
 * @param width - Longest line of the descriptions, in characters.
 * @throws {@link UnknownNameError} if there is no such part.
 * @see Source: `describe` in `one/alf/spec.py`, which prints; the wording is ours.
 */
export function describe(part?: string | undefined, width: number = 99): string {
  const names = Object.keys(PART_DESCRIPTIONS);
  if (part !== undefined && !names.includes(part)) throw new UnknownNameError("ALF part", part, names);
  const pattern = pathPattern();
  const marks =
    part === undefined
      ? []
      : [
          "^"
            .repeat(part.length)
            .padStart(pattern.indexOf(part) + part.length)
            .padEnd(pattern.length),
        ];
  const sections = Object.entries(PART_DESCRIPTIONS)
    .filter(([name]) => part === undefined || name === part)
    .flatMap(([name, text]) => ["", name.toUpperCase(), wrap(text, Math.max(1, Math.floor(width)))]);
  return [pattern, ...marks, ...sections].join("\n");
}
