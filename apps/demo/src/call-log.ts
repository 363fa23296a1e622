/** One call that was made, for the report. */
export interface CallRecord {
  readonly call: string;
  readonly ms: number;
  readonly result: string;
}

/** Makes calls, prints each with its time and result in a line, and remembers them. */
export interface CallLog {
  readonly records: readonly CallRecord[];
  /**
   * Make a call.
   *
   * @param call - How it reads in code.
   * @param work - The call itself.
   * @param describe - Its result in a few words.
   */
  make<T>(call: string, work: () => Promise<T>, describe: (result: T) => string): Promise<T>;
}

/** Make a log that prints with `print`. */
export function createCallLog(print: (line: string) => void): CallLog {
  const records: CallRecord[] = [];
  return {
    records,
    make: async (call, work, describe) => {
      const started = performance.now();
      const result = await work();
      const record = { call, ms: performance.now() - started, result: describe(result) };
      records.push(record);
      print(`${formatMs(record.ms).padStart(9)}  ${record.call}\n${" ".repeat(11)}→ ${record.result}`);
      return result;
    },
  };
}

/** Milliseconds with as many digits as matter. */
export function formatMs(ms: number): string {
  return ms >= 1000 ? `${(ms / 1000).toFixed(2)} s` : ms >= 10 ? `${ms.toFixed(0)} ms` : `${ms.toFixed(1)} ms`;
}
