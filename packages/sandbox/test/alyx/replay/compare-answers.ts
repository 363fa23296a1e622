import { type Answer } from "../lab-server.ts";

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Ids of the recording with ours, learned from answers that correspond. */
export class KnownIds {
  readonly #ours = new Map<string, string>();

  /** Ids stand at the same places in both texts. */
  learn(recorded: string, ours: string): void {
    const others = ours.match(UUID) ?? [];
    for (const [index, id] of (recorded.match(UUID) ?? []).entries()) {
      const other = others[index];
      if (other !== undefined && !this.#ours.has(id)) this.#ours.set(id, other);
    }
  }

  /** A text of the recording with our ids. */
  translate(text: string): string {
    return text.replace(UUID, (id) => this.#ours.get(id) ?? id);
  }
}

/** What differs from run to run, by what it is. */
function masked(text: string): string {
  return text
    .replace(UUID, "<id>")
    .replace(/https?:\/\/127\.0\.0\.1:\d+/g, "<server>")
    .replace(/20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+/g, "<now>")
    .replace(/(?<=uploaded\/|")20\d\d\/\d\d\/\d\d(?=\/)/g, "<day>")
    .replace(/_\w{7}(?=\.)/g, "_<random>")
    .replace(/"token":"[^"]*"/g, '"token":"<token>"')
    .replace(/: 'cache/g, ": '<folder>/cache")
    .replace(/'\/srv\/alyx\/tables\//g, "'<folder>/")
    .replace(/(\d)\.0(?=[,}\]])/g, "$1");
}

/** Lists whose order the original leaves to its database: as the recording has them. */
function inRecordedOrder(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(inRecordedOrder) as Record<string, unknown>[];
    const key = ["data_repository", "file_size"].find(
      (name) => items.length > 1 && items.every((item) => item !== null && typeof item === "object" && name in item),
    );
    if (key === undefined || "status" in (items[0] ?? {}) || "session_users" in (items[0] ?? {})) return items;
    const name = key === "data_repository" ? "data_repository" : "name";
    const sorted = items.toSorted((a, b) => (String(a[name]) < String(b[name]) ? -1 : 1));
    return key === "data_repository" ? sorted.reverse() : sorted;
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, inRecordedOrder(inner)]));
}

/** Descriptions of the catalogue are ours. */
const withoutProse = (text: string): string =>
  text
    .replace(/"description":"(?:[^"\\]|\\.)+"/g, '"description":"…"')
    .replace(/"description":""/g, '"description":"…"');

/** An answer of ours as the recording would have written it. */
export function asRecorded(answer: Answer): string {
  return answer.json === undefined ? answer.text.trim() : JSON.stringify(inRecordedOrder(answer.json));
}

function isWhole(text: string): boolean {
  if (/^\s*</.test(text)) return text.trimEnd().endsWith("</html>");
  if (!/^[[{]/.test(text)) return true;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What is different between a recorded answer and ours; `undefined` if nothing is. */
export function difference(recorded: { status: number; body: string }, answer: Answer): string | undefined {
  if (recorded.status !== answer.status)
    return `status ${answer.status} instead of ${recorded.status}: ${answer.text.slice(0, 200)}`;
  const ours = masked(withoutProse(asRecorded(answer)));
  if (isWhole(recorded.body)) {
    const whole = /^[[{]/.test(recorded.body) ? JSON.stringify(JSON.parse(recorded.body)) : recorded.body;
    const theirs = masked(withoutProse(whole));
    return theirs === ours ? undefined : `${ours}\n   instead of ${theirs}`;
  }
  // A recording that was cut in the middle of a value says nothing of that value.
  const isPage = /^\s*</.test(recorded.body);
  const theirs = masked(withoutProse(isPage ? recorded.body.trim() : recorded.body.replace(/[^,[{]*$/, "")));
  return ours.startsWith(theirs) ? undefined : `${ours.slice(0, theirs.length + 80)}\n   instead of ${theirs}`;
}
