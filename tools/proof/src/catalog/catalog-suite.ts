import { isAlfError } from "@neurophys/alf";
import { type Catalog, type LazyList } from "@neurophys/one-client";

/** What is in the lab that a catalog is tried on, found without a catalog. */
export interface LabFacts {
  readonly sessions: readonly {
    readonly eid: string;
    readonly subject: string;
    readonly lab: string;
    readonly date: string;
    readonly number: number;
    readonly projects: string;
    readonly datasets: readonly {
      readonly id: string;
      readonly relPath: string;
      readonly sizeBytes: number;
      readonly hash: string;
      readonly isDefault: boolean;
    }[];
  }[];
  readonly insertions: readonly {
    readonly pid: string;
    readonly eid: string;
    readonly name: string;
    readonly model: string;
  }[];
  /** What no catalog may show. */
  readonly secrets: readonly string[];
}

/** A sentence of the contract, and what tries it. Rejects or gives a text if the catalog does not keep it. */
export type CatalogCase = readonly [sentence: string, run: (catalog: Catalog, facts: LabFacts) => Promise<unknown>];

const UNKNOWN = "00000000-0000-4000-8000-00000000dead";

async function all<T>(list: LazyList<T>): Promise<readonly T[]> {
  return list.toArray();
}

const sorted = (texts: Iterable<string>): string => [...texts].sort().join(" ");

/** Why a promise was not kept; `undefined` if it was. */
async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
}

function same(found: unknown, expected: unknown): string | undefined {
  const [a, b] = [JSON.stringify(found), JSON.stringify(expected)];
  return a === b ? undefined : `found ${a}, expected ${b}`;
}

/** Every sentence of `Catalog`, as a case. The same run over tables, a database, and a fallback of one on the other. */
export const CATALOG_CASES: readonly CatalogCase[] = [
  [
    "it says where it is, without secrets",
    async ({ location }, { secrets }) => {
      if (location === "") return "no location";
      return secrets.some((secret) => secret === "" || location.includes(secret)) ? "a secret" : undefined;
    },
  ],
  [
    "a search without terms finds every session",
    async (catalog, { sessions }) => {
      const found = await all(await catalog.searchSessions({}));
      return same(sorted(found.map(({ eid }) => eid)), sorted(sessions.map(({ eid }) => eid)));
    },
  ],
  [
    "sessions are found by the whole name of the animal, by day, by number and by lab",
    async (catalog, { sessions }) => {
      const [first] = sessions;
      if (first === undefined) return "the lab is empty";
      const { subject, date, number, lab } = first;
      const found = await all(await catalog.searchSessions({ subject, date_range: date, number, lab }));
      const expected = sessions.filter((s) => s.subject === subject && s.date === date && s.number === number);
      return same(sorted(found.map(({ eid }) => eid)), sorted(expected.map(({ eid }) => eid)));
    },
  ],
  [
    "sessions are found from a day on, by the beginnings of terms, and not where there are none",
    async (catalog, { sessions }) => {
      const [first] = sessions.toSorted((a, b) => (a.date < b.date ? 1 : -1));
      if (first === undefined) return "the lab is empty";
      const { subject, date, number } = first;
      const eidsOf = async (terms: Parameters<Catalog["searchSessions"]>[0]): Promise<string> =>
        sorted((await all(await catalog.searchSessions(terms))).map(({ eid }) => eid));
      const late = sessions.filter((session) => session.date >= date);
      if (late.length === sessions.length) return "the lab does not tell days apart";
      const padded = String(number).padStart(3, "0");
      return (
        same(await eidsOf({ date_range: [date, null] }), sorted(late.map(({ eid }) => eid))) ??
        same(await eidsOf({ subj: subject, date, number: padded }), first.eid) ??
        same(await eidsOf({ subject: "nobody" }), "")
      );
    },
  ],
  [
    "sessions are found by the whole names of files that all must be there",
    async (catalog, { sessions }) => {
      const names = ["spikes.times.npy", "_ibl_trials.table.pqt"];
      const found = await all(await catalog.searchSessions({ datasets: names }));
      const has = (relPaths: readonly string[], name: string): boolean =>
        relPaths.some((path) => path.endsWith(`/${name}`));
      const expected = sessions.filter(({ datasets }) => {
        const paths = datasets.map(({ relPath }) => relPath);
        return names.every((name) => has(paths, name));
      });
      if (expected.length === 0 || expected.length === sessions.length) return "the lab does not tell sessions apart";
      return same(sorted(found.map(({ eid }) => eid)), sorted(expected.map(({ eid }) => eid)));
    },
  ],
  [
    "records have the same fields and values whoever gives them",
    async (catalog, { sessions }) => {
      const found = await all(await catalog.searchSessions({}));
      const fields = found.map(({ eid, subject, lab, date, number, projects }) => ({
        eid,
        subject,
        lab,
        date,
        number,
        projects,
      }));
      const expected = sessions.map(({ eid, subject, lab, date, number, projects }) => ({
        eid,
        subject,
        lab,
        date,
        number,
        projects,
      }));
      const byEid = (a: { eid: string }, b: { eid: string }): number => (a.eid < b.eid ? -1 : 1);
      return same(fields.sort(byEid), expected.sort(byEid));
    },
  ],
  [
    "an unknown term is an error with its name",
    async (catalog) => {
      const errors = [
        await rejection(catalog.searchSessions({ wheel: 1 })),
        await rejection(catalog.searchInsertions({ wheel: 1 })),
      ];
      const other = errors.find((error) => !isAlfError(error, "alf/unknown-name"));
      return other === undefined ? undefined : `no such error: ${String(other)}`;
    },
  ],
  [
    "a list knows its length, and gives the same entries by index, by slice and one by one",
    async (catalog, { sessions }) => {
      const list = await catalog.searchSessions({});
      const one: string[] = [];
      for await (const { eid } of list) one.push(eid);
      const whole = (await list.slice()).map(({ eid }) => eid);
      const ends = [await list.at(0), await list.at(-1), await list.at(sessions.length)].map((record) => record?.eid);
      const middle = (await list.slice(1, -1)).map(({ eid }) => eid);
      return (
        same(list.length, sessions.length) ??
        same(one, whole) ??
        same(ends, [whole[0], whole.at(-1), undefined]) ??
        same(middle, whole.slice(1, -1))
      );
    },
  ],
  [
    "a session is found by its id, and an unknown one is nothing",
    async (catalog, { sessions }) => {
      const found = await Promise.all(sessions.map(({ eid }) => catalog.findSession(eid)));
      const none = [await catalog.findSession(UNKNOWN), await catalog.readSession(UNKNOWN)];
      return (
        same(
          found.map((record) => record?.eid),
          sessions.map(({ eid }) => eid),
        ) ?? same(none, [undefined, undefined])
      );
    },
  ],
  [
    "sessions at a place are those of exactly that subject, day and number",
    async (catalog, { sessions }) => {
      const [first] = sessions;
      if (first === undefined) return "the lab is empty";
      const place = { subject: first.subject, date: first.date, number: first.number, isReference: false, text: "" };
      const found = await catalog.findSessions(place);
      const part = await catalog.findSessions({ ...place, subject: first.subject.slice(0, -1) });
      const padded = await catalog.findSessions({ ...place, number: String(first.number).padStart(3, "0") });
      return (
        same(
          found.map(({ eid }) => eid),
          [first.eid],
        ) ??
        same(part, []) ??
        same(
          padded.map(({ eid }) => eid),
          [first.eid],
        )
      );
    },
  ],
  [
    "a session is read with all its datasets, ordered by id",
    async (catalog, { sessions }) => {
      for (const { eid, datasets } of sessions) {
        const read = await catalog.readSession(eid);
        const found = read?.datasets.map((dataset) => [
          ...[dataset.id, dataset.eid, dataset.rel_path, Number(dataset.file_size), dataset.hash],
          ...[dataset.default_revision, dataset.exists],
        ]);
        const expected = [...datasets]
          .sort((a, b) => (a.id < b.id ? -1 : 1))
          .map(({ id, relPath, sizeBytes, hash, isDefault }) => [id, eid, relPath, sizeBytes, hash, isDefault, true]);
        const problem = same(read?.session.eid, eid) ?? same(found, expected);
        if (problem !== undefined) return problem;
      }
      return undefined;
    },
  ],
  [
    "a dataset is found by its id, with its session",
    async (catalog, { sessions }) => {
      const session = sessions.find(({ datasets }) => datasets.length > 0);
      const dataset = session?.datasets[0];
      if (session === undefined || dataset === undefined) return "the lab has no datasets";
      const found = await catalog.findDataset(dataset.id);
      return (
        same(
          [found?.eid, found?.rel_path, found?.default_revision],
          [session.eid, dataset.relPath, dataset.isDefault],
        ) ?? same(await catalog.findDataset(UNKNOWN), undefined)
      );
    },
  ],
  [
    "insertions are found by their id, by their session and by their name",
    async (catalog, { sessions, insertions }) => {
      for (const { pid, eid, name, model } of insertions) {
        const found = await catalog.findInsertion(pid);
        const problem = same([found?.eid, found?.name, found?.["model"]], [eid, name, model]);
        if (problem !== undefined) return problem;
      }
      for (const { eid } of sessions) {
        const found = await catalog.listInsertions(eid);
        const expected = insertions.filter((insertion) => insertion.eid === eid).map(({ pid }) => pid);
        const problem = same(sorted(found.map(({ id }) => id)), sorted(expected));
        if (problem !== undefined) return problem;
      }
      const named = await all(await catalog.searchInsertions({ name: "probe00" }));
      const expected = insertions.filter(({ name }) => name === "probe00").map(({ pid }) => pid);
      return (
        same(sorted(named.map(({ id }) => id)), sorted(expected)) ??
        same(await catalog.findInsertion(UNKNOWN), undefined)
      );
    },
  ],
  [
    "insertions that were searched for come with subject, day and number of their session",
    async (catalog, { sessions, insertions }) => {
      const found = await all(await catalog.searchInsertions({}));
      const records = found.map(({ id, subject, date, number }) => [id, subject, String(date), Number(number)]);
      const expected = insertions.map(({ pid, eid }) => {
        const session = sessions.find((each) => each.eid === eid);
        return [pid, session?.subject, session?.date, session?.number];
      });
      return same(records.map(String).sort(), expected.map(String).sort());
    },
  ],
  [
    "a question that is no longer wanted ends with the reason",
    async (catalog, { sessions: [session], insertions: [insertion] }) => {
      if (session === undefined || insertion === undefined) return "the lab is empty";
      const { eid, subject, date, number } = session;
      const reason = new Error("no longer wanted");
      const options = { signal: AbortSignal.abort(reason) };
      const place = { subject, date, number, isReference: false, text: "" };
      const answers = await Promise.all(
        [
          catalog.searchSessions({}, options),
          catalog.searchInsertions({}, options),
          catalog.findSession(eid, options),
          catalog.findSessions(place, options),
          catalog.readSession(eid, options),
          catalog.findDataset(UNKNOWN, options),
          catalog.findInsertion(insertion.pid, options),
          catalog.listInsertions(eid, options),
        ].map(rejection),
      );
      const other = answers.findIndex((answer) => answer !== reason);
      return other < 0 ? undefined : `answer ${other}: ${String(answers[other])}`;
    },
  ],
];
