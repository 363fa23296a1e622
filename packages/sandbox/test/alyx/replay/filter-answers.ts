import { recordedText } from "./recorded-answers.ts";

/** A filter of notes with what a real Alyx answered. */
export interface RecordedFilter {
  readonly filter: string;
  readonly status: number;
  /** How many notes there were. */
  readonly count: number | undefined;
  readonly detail: string | undefined;
}

const LINE = /^django= (.*) -> \((\d+), (?:(\d+)|'(.*)')\)$/;

/** The filters of `http_notes_filters.txt`. */
export function recordedFilters(): readonly RecordedFilter[] {
  return recordedText("http_notes_filters.txt")
    .split("\n")
    .flatMap((line) => {
      const [, filter, status, count, body] = LINE.exec(line) ?? [];
      if (filter === undefined) return [];
      // The answer is JSON inside a Python literal.
      const json = body?.replaceAll("\\'", "'");
      return [
        {
          filter,
          status: Number(status),
          count: count === undefined ? undefined : Number(count),
          detail: json === undefined ? undefined : String(JSON.parse(json).detail),
        },
      ];
    });
}
