/**
 * The names of folders and file that the path of a URL stands for.
 *
 * @param path - Percent-encoded, with or without the first slash; the `#` of a revision is `%23` in it.
 * @returns `undefined` for what names no file below a root: a part that is empty, `.` or `..`, that holds a slash, a
 *   backslash, a colon or NUL, that begins with a dot (hidden files), or is not validly encoded.
 */
export function urlSegments(path: string): readonly string[] | undefined {
  const segments = path.replace(/^\//, "").split("/").map(decodeSegment);
  return segments.every((segment) => segment !== undefined) ? segments : undefined;
}

function decodeSegment(encoded: string): string | undefined {
  let text: string;
  try {
    text = decodeURIComponent(encoded);
  } catch {
    return undefined; // "%", "%zz", bytes that are no UTF-8
  }
  // a colon would name a drive or a stream of a file where Windows has them
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  return text === "" || text.startsWith(".") || /[\\/:\u0000-\u001f]/.test(text) ? undefined : text;
}
