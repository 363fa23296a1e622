import { InvalidPatternError } from "./errors.ts";
import { translatePython } from "./python-regex.ts";

/** Escape text for a regular expression in Python's syntax. */
export function escapePattern(text: string): string {
  return text.replace(/[^\p{L}\p{N}_\s/]/gu, String.raw`\$&`);
}

/** Where a bracket of a glob that opens at `open` closes; -1 if it does not. A first `]` is a member. */
function classEnd(glob: readonly string[], open: number): number {
  const first = glob[open + 1] === "!" ? open + 2 : open + 1;
  return glob.indexOf("]", glob[first] === "]" ? first + 1 : first);
}

/** Pattern of the members of a glob's brackets. Ranges that run backwards are empty, as in Python. */
function classPattern(members: readonly string[]): string {
  const negated = members[0] === "!";
  let source = "";
  for (let i = negated ? 1 : 0; i < members.length; i++) {
    const from = members[i] ?? "";
    const to = members[i + 1] === "-" ? members[i + 2] : undefined;
    if (to === undefined) source += escapePattern(from);
    else if ((from.codePointAt(0) ?? 0) <= (to.codePointAt(0) ?? 0))
      source += `${escapePattern(from)}-${escapePattern(to)}`;
    if (to !== undefined) i += 2;
  }
  if (source === "") return negated ? "." : "(?!)";
  return `[${negated ? "^" : ""}${source}]`;
}

/**
 * A shell pattern as a regular expression in Python's syntax, not anchored.
 *
 * `*` is any text, `?` any one character, `[seq]` one of a set, `[!seq]` one outside it; a `[` that is not closed stands
 * for itself, and so do braces and `**`-less anything else. Case matters.
 *
 * @param any - What `*` and `?` may match, a pattern of one character; `[^/]` keeps them within one folder.
 * @see Source: `fnmatch.translate` of Python 3.9 and later, without its end anchor.
 */
export function globPattern(glob: string, any: string = "."): string {
  const text = Array.from(glob);
  let source = "";
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? "";
    const end = char === "[" ? classEnd(text, i) : -1;
    if (end > 0) {
      source += classPattern(text.slice(i + 1, end));
      i = end;
    } else if (char === "*") {
      if (text[i - 1] !== "*") source += `${any}*`;
    } else source += char === "?" ? any : escapePattern(char);
  }
  return `(?s:${source})`;
}

/**
 * Regular expression that matches exactly the texts a shell pattern matches, see {@link globPattern}.
 *
 * Several stars make the time grow with a power of the text's length; a name of a file is short.
 */
export function globRegex(glob: string): RegExp {
  return pythonRegex(`^${globPattern(glob)}\\Z`);
}

/**
 * JavaScript regular expression that matches what a Python one matches, in Unicode mode.
 *
 * Translated: named groups and references to them, `\A`, `\Z`, `$` before a final line break, `.` (anything but `\n`),
 * leading and scoped `m`, `s`, `a` flags, a leading `i` flag, comments, Unicode `\w \d \s \b` and their complements, also
 * in sets, `{,n}`, braces and brackets that stand for themselves, escapes of any punctuation.
 *
 * Not the same: a reference to a group that took no part matches the empty text (Python: nothing), and groups inside a
 * repetition are emptied on each turn. Both engines backtrack: nested repetitions such as `(a+)+b` take exponential time,
 * so do not run patterns of strangers on long texts.
 *
 * @param pattern - As given to Python's `re.compile`.
 * @throws {@link InvalidPatternError} if Python would refuse the pattern too.
 * @throws {@link UnsupportedPatternError} if it has no JavaScript equivalent: possessive quantifiers, atomic and
 *   conditional groups, scoped `i`, the `x` and `L` flags, `\N{…}`.
 */
export function pythonRegex(pattern: string): RegExp {
  const { source, flags } = translatePython(pattern);
  try {
    return new RegExp(source, flags);
  } catch (cause) {
    throw new InvalidPatternError(pattern, (cause as SyntaxError).message, { cause });
  }
}
