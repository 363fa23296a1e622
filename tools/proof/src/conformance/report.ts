import { firstDifference, plain, shown } from "../compare.ts";

/** How many differing cases of a group are written out. */
const SHOWN_CASES = 20;

/** One comparison that did not come out equal. */
export interface Difference {
  readonly name: string;
  readonly python: unknown;
  readonly ours: unknown;
}

/** Counts comparisons and writes a line a group. */
export class Report {
  passed = 0;
  failed = 0;
  readonly #write: (line: string) => void;

  constructor(write: (line: string) => void) {
    this.#write = write;
  }

  /** Write a line as it is. */
  line(text: string): void {
    this.#write(text);
  }

  /**
   * Record a finished group.
   *
   * @param count - Comparisons made, the differing ones included.
   */
  group(name: string, count: number, differences: readonly Difference[]): void {
    this.passed += count - differences.length;
    this.failed += differences.length;
    this.#write(
      `${differences.length === 0 ? "ok  " : "FAIL"} ${name}: ${count - differences.length} of ${count} equal`,
    );
    for (const { name: what, python, ours } of differences.slice(0, SHOWN_CASES)) {
      const { path = "", a = python, b = ours } = firstDifference(plain(python), plain(ours)) ?? {};
      const place = path === "" ? "" : ` at ${path}`;
      this.#write(`     ${what}${place}\n       python ${shown(a, 300)}\n       ours   ${shown(b, 300)}`);
    }
    if (differences.length > SHOWN_CASES) this.#write(`     … and ${differences.length - SHOWN_CASES} more`);
  }

  /** Write the totals. @returns whether everything was equal. */
  end(): boolean {
    this.#write(`${this.passed} passed, ${this.failed} failed`);
    return this.failed === 0;
  }
}
