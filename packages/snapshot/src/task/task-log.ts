import { type DataWarning, type OnWarning } from "@neurophys/alf";

/** How much a line of a log matters. */
export type LogLevel = "INFO" | "WARNING" | "ERROR";

const digits = (value: number, count = 2): string => String(value).padStart(count, "0");

function timeText(time: Date): string {
  const day = `${time.getFullYear()}-${digits(time.getMonth() + 1)}-${digits(time.getDate())}`;
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map((part) => digits(part)).join(":");
  return `${day} ${clock},${digits(time.getMilliseconds(), 3)}`;
}

/** What stands between the log of one run and that of the next. */
export const RERUN: string = `\n\n${"=".repeat(29)}RERUN${"=".repeat(29)}\n`;

/**
 * Collects what a task has to say, one line each: local time, level, name of the task, message.
 *
 * @see Source: the log of `Task.run` in ibllib, `ibllib/pipes/tasks.py`, which has the file and line of the program in
 *   place of the name, and the milliseconds twice.
 */
export class TaskLog {
  readonly #source: string;
  readonly #now: () => Date;
  #lines: string[] = [];

  /** @param source - Name of the task. */
  constructor(source: string, now: () => Date) {
    this.#source = source;
    this.#now = now;
  }

  /** Lines of this run. */
  get text(): string {
    return this.#lines.map((line) => `${line}\n`).join("");
  }

  /** Adds a line. */
  add(level: LogLevel, message: string): void {
    this.#lines.push(`${timeText(this.#now())} ${level.padEnd(8)} [${this.#source}] ${message}`);
  }

  /** Adds what went wrong, with where it came from. */
  addError(error: unknown): void {
    this.add("ERROR", error instanceof Error ? (error.stack ?? error.message) : String(error));
  }

  /** Forgets all lines. */
  clear(): void {
    this.#lines = [];
  }

  /** Adds warnings, and hands them on. */
  warningsTo(onWarning: OnWarning | undefined): OnWarning {
    return (warning: DataWarning) => {
      this.add("WARNING", warning.message);
      onWarning?.(warning);
    };
  }
}
