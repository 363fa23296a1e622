/**
 * A text that comes from elsewhere, without what would move the cursor or end the line: names of files and answers of a
 * database must not reach the terminal as commands.
 *
 * @param hasLines - Line breaks are ours, and stay. Default false.
 */
export function plainText(text: string, hasLines = false): string {
  return text.replace(hasLines ? /[^\P{Cc}\n]/gu : /\p{Cc}/gu, "�");
}
