import { UnwritableValueError } from "./errors.ts";

/**
 * Check that a character can part fields.
 *
 * @throws {@link UnwritableValueError} if it is not one ASCII character, or is a quote or a line break.
 */
export function checkDelimiter(delimiter: string): void {
  if (/^[^"\r\n]$/.test(delimiter) && delimiter.charCodeAt(0) < 128) return;
  throw new UnwritableValueError(
    `delimiter ${JSON.stringify(delimiter)} (expected one ASCII character other than a quote and a line break)`,
  );
}
