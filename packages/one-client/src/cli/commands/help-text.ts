import { type Terminal } from "../terminal.ts";

/**
 * Text after the help of a command, fitted to the terminal: prose is wrapped, examples (indented lines) stay as they are,
 * but for the space before a remark in brackets where a line is too long.
 */
export function helpText(terminal: Terminal, text: string): () => string {
  return () => {
    const width = terminal.stdout.columns ?? 100;
    return text
      .split("\n\n")
      .map((paragraph) => fitted(paragraph, width))
      .join("\n\n");
  };
}

function fitted(paragraph: string, width: number): string {
  const lines = paragraph.split("\n");
  if (!lines.some((line) => line.startsWith("  "))) return wrapped(paragraph, width);
  return lines.map((line) => (line.length <= width ? line : line.replace(/ {3,}\(/, "  ("))).join("\n");
}

/** Break a text at its spaces; words that are wider stay whole. A line break before it is kept. */
function wrapped(text: string, width: number): string {
  const lines: string[] = [""];
  for (const word of text.trim().split(/\s+/)) {
    const last = lines.at(-1) ?? "";
    if (last === "") lines[lines.length - 1] = word;
    else if (last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return (text.startsWith("\n") ? "\n" : "") + lines.join("\n");
}
