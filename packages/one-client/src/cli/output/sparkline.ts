const LEVELS = "▁▂▃▄▅▆▇█";

/** Draw counts as a row of bars, the largest one full; zero is a blank. */
export function sparkline(counts: readonly number[]): string {
  const largest = Math.max(...counts, 0);
  return counts
    .map((count) =>
      count <= 0 || largest === 0
        ? " "
        : LEVELS[Math.min(LEVELS.length - 1, Math.ceil((count / largest) * LEVELS.length) - 1)],
    )
    .join("");
}

/** A single bar of at most `width` characters, in eighths: how `count` compares with `largest`. */
export function bar(count: number, largest: number, width: number): string {
  const eighths = largest <= 0 ? 0 : Math.max(count > 0 ? 1 : 0, Math.round((count / largest) * width * 8));
  const partial = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8];
  return "█".repeat(Math.floor(eighths / 8)) + partial;
}
