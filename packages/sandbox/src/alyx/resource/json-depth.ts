/** Lists and objects within one another; Python's own parser gives up near a thousand. */
const MAX_DEPTH = 200;

/** True for JSON that is nested so deep that whatever walks through it, the database too, might run out of stack. */
export function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap((item) => (typeof item === "object" && item !== null ? Object.values(item) : []));
  }
  return false;
}
