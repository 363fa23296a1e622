import { type AlyxClient } from "@neurophys/one-client/alyx";

/** Search terms, made of what a database holds. */
export type Terms = Readonly<Record<string, unknown>>;

/** What a database is asked: all of it read, nothing written. */
export interface Questions {
  readonly sessions: readonly Terms[];
  readonly insertions: readonly Terms[];
  /** Sessions that are looked at closely. */
  readonly eids: readonly string[];
}

const SESSIONS_LOOKED_AT = 8;

/** Make questions for a database out of its own records: names as they are, in other case, and in parts. */
export async function questionsFor(alyx: AlyxClient): Promise<Questions> {
  const first = await (await alyx.listPages("sessions", { limit: 40 })).slice(0, 40);
  const pick = (name: string): readonly string[] =>
    [
      ...new Set(first.map((record) => record[name]).filter((value) => typeof value === "string" && value !== "")),
    ].slice(0, 3) as string[];
  const [subjects, labs, protocols] = [pick("subject"), pick("lab"), pick("task_protocol")];
  const days = pick("start_time")
    .map((time) => time.slice(0, 10))
    .sort();
  const projects = [
    ...new Set(first.flatMap((record) => (record["projects"] as readonly string[] | undefined) ?? [])),
  ].slice(0, 2);
  const one = (name: string, values: readonly unknown[]): Terms[] => values.map((value) => ({ [name]: value }));
  return {
    sessions: [
      {},
      ...one("subject", [
        ...subjects,
        ...subjects.map((name) => name.toLowerCase()),
        ...subjects.map((name) => name.slice(0, -1)),
      ]),
      ...one("subj", subjects.slice(0, 1)),
      ...one("lab", labs),
      ...one("laboratory", labs),
      ...one(
        "task_protocol",
        protocols.map((name) => name.slice(0, 8)),
      ),
      ...one("projects", projects),
      ...one("date_range", [...days, [days[0], days.at(-1)], [days[0], null], [null, days[0]]]),
      ...one("number", [1, 2, "001"]),
      ...one("datasets", ["spikes.times.npy", ["spikes.times.npy", "_ibl_trials.table.pqt"], "no.such.npy"]),
      ...one("dataset_qc_lte", ["PASS", "FAIL"]),
      ...one(
        "django",
        subjects.map((name) => `subject__nickname,${name}`),
      ),
      { subject: subjects[0], number: 1, date: days[0] },
      { subject: "no such animal" },
    ],
    insertions: [
      {},
      ...one("name", ["probe00", "probe01", "probe99"]),
      ...one("subject", subjects),
      ...one("laboratory", labs),
      ...one("project", projects),
      ...one("number", [1]),
      ...one("dataset", ["spikes"]),
      ...one("datasets", ["spikes.times.npy"]),
      ...one("date", days),
    ],
    eids: first.slice(0, SESSIONS_LOOKED_AT).map((record) => String(record["id"] ?? record["url"]).slice(-36)),
  };
}
