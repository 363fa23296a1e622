import { InvalidPatternError, UnsupportedPatternError } from "./errors.ts";

/** Flags that are in force at a place of the pattern; `i` is that of the whole. */
interface Flags {
  readonly m: boolean;
  readonly s: boolean;
  readonly a: boolean;
}

/** Translation of a pattern in progress. */
interface Translation {
  readonly pattern: string;
  source: string;
  ignoreCase: boolean;
  flags: Flags;
  /** What closes each open group, and the flags to return to. */
  readonly open: { readonly close: string; readonly flags: Flags }[];
}

const SPACE = String.raw`\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000`;
const CONTROL: Readonly<Record<string, string>> = { a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };

/** One token of Python's syntax: escape, set, group opening, quantifier, or a single character. */
const TOKEN: RegExp = new RegExp(
  [
    String.raw`\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|0[0-7]{0,2}|[1-3][0-7]{2}|[1-9]\d?|[^])?`,
    String.raw`\[(?:\^\]|\^(?!\])|\]|(?![\^\]]))(?:\\[^]|[^\]\\])*\]`,
    String.raw`\(\?(?:P<[^)>]*>|P=[^)]*\)|#[^)]*\)|[a-zA-Z]*(?:-[a-zA-Z]*)?[:)]|<[=!]|[^])`,
    String.raw`(?:[*+?]|\{(?:\d+,?\d*|,\d*)\})[?+]?`,
    "[^]",
  ].join("|"),
  "gu",
);
const MEMBER = /\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[0-7]{1,3}|[\s\S])|[\s\S]/gu;

/** Write one character so that Unicode mode takes it literally. */
function literal(char: string): string {
  return /[\^$\\.*+?()[\]{}|/-]/.test(char) ? `\\x${(char.codePointAt(0) ?? 0).toString(16).padStart(2, "0")}` : char;
}

/** Content of a set for `\d`, `\w` or `\s`. */
function classContent(letter: string, ascii: boolean): string {
  if (letter === "d") return ascii ? "0-9" : String.raw`\p{Nd}`;
  if (letter === "w") return ascii ? "0-9A-Za-z_" : String.raw`\p{L}\p{N}_`;
  return ascii ? String.raw`\t-\r\x20` : SPACE;
}

/** The character that an escape such as `\x41`, `\n`, `\101` or `\.` stands for. */
function escapedChar(state: Translation, token: string): string {
  const body = token.slice(1);
  const code = /^[xuU](.+)/u.exec(body)?.[1];
  if (code !== undefined && Number.parseInt(code, 16) <= 0x10_ff_ff)
    return String.fromCodePoint(Number.parseInt(code, 16));
  if (/^[0-7]/.test(body)) return String.fromCodePoint(Number.parseInt(body, 8) & 0xff);
  const control = CONTROL[body];
  if (control !== undefined) return control;
  if (body.startsWith("N")) throw new UnsupportedPatternError(state.pattern, String.raw`\N{…}`);
  if (body === "" || /^[a-z\d]/i.test(body)) throw new InvalidPatternError(state.pattern, `bad escape ${token}`);
  return body;
}

function boundary(word: string): string {
  return `(?:(?<=[${word}])(?![${word}])|(?<![${word}])(?=[${word}]))`;
}

/** Translate an escape outside a set. */
function translateEscape(state: Translation, token: string): string {
  const letter = token.slice(1);
  if (letter === "A") return "^";
  if (letter === "Z") return "$";
  if (/^[dws]$/i.test(letter)) {
    const content = classContent(letter.toLowerCase(), state.flags.a);
    return `[${letter === letter.toLowerCase() ? "" : "^"}${content}]`;
  }
  if (/^b$/i.test(letter)) {
    const edge = boundary(classContent("w", state.flags.a));
    return letter === "b" ? edge : `(?!${edge})`;
  }
  if (/^[1-9]\d?$/.test(letter)) return `(?:\\${letter})`;
  return literal(escapedChar(state, token));
}

/** Translate a set. Complements such as `\W` cannot stand in one here and become alternatives. */
function translateSet(state: Translation, token: string): string {
  const negated = token[1] === "^";
  const members = token.slice(negated ? 2 : 1, -1).match(MEMBER) ?? [];
  const outside: string[] = [];
  let content = "";
  const isClass = (member: string | undefined): boolean => /^\\[dws]$/i.test(member ?? "");
  const single = (member: string): string => (member.startsWith("\\") ? escapedChar(state, member) : member);
  for (let i = 0; i < members.length; i++) {
    const member = members[i] ?? "";
    const to = members[i + 1] === "-" ? members[i + 2] : undefined;
    if (to !== undefined && (isClass(member) || isClass(to) || single(member) > single(to))) {
      throw new InvalidPatternError(state.pattern, `bad character range ${member}-${to}`);
    }
    if (isClass(member)) {
      const inner = classContent(member.slice(1).toLowerCase(), state.flags.a);
      if (/^\\[dws]$/.test(member)) content += inner;
      else outside.push(`[^${inner}]`);
    } else if (to === undefined) content += literal(single(member));
    else {
      content += `${literal(single(member))}-${literal(single(to))}`;
      i += 2;
    }
  }
  if (outside.length === 0) return `[${negated ? "^" : ""}${content}]`;
  const choices = [...(content === "" ? [] : [`[${content}]`]), ...outside].join("|");
  return negated ? `(?:(?!${choices})[^])` : `(?:${choices})`;
}

/** Turn flag letters on or off; `isGlobal` for those that hold for the whole pattern. */
function applyFlags(state: Translation, letters: string, isGlobal: boolean): void {
  const [on = "", off = ""] = letters.split("-");
  if (/[xL]/.test(on)) throw new UnsupportedPatternError(state.pattern, `flag in (?${letters})`);
  if (/[^aimsu]/.test(on) || /[^imsx]/.test(off))
    throw new InvalidPatternError(state.pattern, `unknown flag in (?${letters})`);
  if (isGlobal) state.ignoreCase = on.includes("i");
  else if (on.includes("i") !== off.includes("i") && state.ignoreCase !== on.includes("i")) {
    throw new UnsupportedPatternError(state.pattern, "case-insensitive part");
  }
  const has = (flag: "a" | "m" | "s"): boolean => (on.includes(flag) || state.flags[flag]) && !off.includes(flag);
  state.flags = { a: has("a"), m: has("m"), s: has("s") };
}

/** Translate what opens a group, or stands in parentheses without being one. */
function translateGroup(state: Translation, token: string): string {
  const push = (source: string, close: string = ")"): string => {
    state.open.push({ close, flags: state.flags });
    return source;
  };
  const body = token.slice(2);
  const name = /^P[<=](.*)[>)]$/u.exec(body)?.[1];
  if (name !== undefined) return body[1] === "=" ? `(?:\\k<${name}>)` : push(`(?<${name}>`);
  if (body.startsWith("#")) return "";
  if (body === "<=" || body === "<!" || body === "=" || body === "!") return push(`(?:(?${body}`, "))");
  if (body === ">" || body === "(") {
    throw new UnsupportedPatternError(state.pattern, body === ">" ? "atomic group" : "conditional group");
  }
  const flags = /^([a-zA-Z]*(?:-[a-zA-Z]*)?)([:)])$/.exec(body);
  if (flags === null || (flags[1] === "" && flags[2] === ")")) {
    throw new InvalidPatternError(state.pattern, `unknown extension ${token}`);
  }
  if (flags[2] === ")" && state.source !== "")
    throw new InvalidPatternError(state.pattern, "global flags not at the start");
  const opened = flags[2] === ":" ? push("(?:") : "";
  applyFlags(state, flags[1] ?? "", flags[2] === ")");
  return opened;
}

/** Translate a quantifier; JavaScript knows no possessive ones and wants a lower bound. */
function translateQuantifier(state: Translation, token: string): string {
  if (/.\+$/.test(token)) throw new UnsupportedPatternError(state.pattern, "possessive quantifier");
  return token.replace("{,", "{0,");
}

/** Translate one token. */
function translateToken(state: Translation, token: string): string {
  const { m, s } = state.flags;
  if (token.startsWith("\\")) return translateEscape(state, token);
  if (token.startsWith("[") && token.length > 1) return translateSet(state, token);
  if (token.startsWith("(?")) return translateGroup(state, token);
  if (/^(?:[*+?]|\{.)/.test(token)) return translateQuantifier(state, token);
  switch (token) {
    case "(":
      state.open.push({ close: ")", flags: state.flags });
      return token;
    case ")": {
      const group = state.open.pop();
      if (group === undefined) throw new InvalidPatternError(state.pattern, "unbalanced parenthesis");
      state.flags = group.flags;
      return group.close;
    }
    case "[":
      throw new InvalidPatternError(state.pattern, "unterminated character set");
    case ".":
      return s ? "[^]" : String.raw`[^\n]`;
    case "^":
      return m ? String.raw`(?<![^\n])` : "^";
    case "$":
      return m ? String.raw`(?![^\n])` : String.raw`(?=\n?$)`;
    case "|":
      return token;
    default:
      return literal(token);
  }
}

/**
 * Rewrite a Python pattern in JavaScript's syntax, see {@link pythonRegex}.
 *
 * @returns Source and flags for `new RegExp`, which may still find the pattern wrong.
 * @throws {@link InvalidPatternError} if a token is wrong in Python too.
 * @throws {@link UnsupportedPatternError} if a token has no JavaScript equivalent.
 */
export function translatePython(pattern: string): { readonly source: string; readonly flags: string } {
  const none = { a: false, m: false, s: false };
  const state: Translation = { pattern, source: "", ignoreCase: false, flags: none, open: [] };
  for (const [token] of pattern.matchAll(TOKEN)) state.source += translateToken(state, token);
  if (state.open.length > 0) throw new InvalidPatternError(pattern, "missing ), unterminated group");
  return { source: state.source, flags: state.ignoreCase ? "iu" : "u" };
}
