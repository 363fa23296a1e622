import { InvalidArgumentError } from "commander";
import { type NoteWidth } from "../images/note-width.ts";

/** The width that a word of the command line means. @throws InvalidArgumentError if it is none. */
export function parseWidth(text: string): NoteWidth {
  if (text === "orig") return text;
  const width = Number(text);
  if (Number.isSafeInteger(width) && width > 0) return width;
  throw new InvalidArgumentError('expected a whole number of pixels above 0, or "orig"');
}
