import { QC, type QcName } from "@neurophys/alf";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type SearchTerms } from "../../src/index.ts";
import { emptyDatasets, emptySessions } from "../../src/tables/cache-tables.ts";
import { recordsToTable } from "../../src/tables/records-to-table.ts";
import { fixtureOne } from "../one-of-tables.ts";

const uuid = fc.uuid({ version: 4 });
const subject = fc.constantFrom("A", "AB", "B.1", "\u{10400}x", "\uff5ax", "");
const missing = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 5 });

const session = fc.record({
  id: uuid,
  lab: missing(fc.constantFrom("alpha", "beta", "alphabet")),
  subject,
  date: fc.constantFrom("2020-01-01", "2020-01-02", "1999-12-31", "2021-06-30"),
  number: fc.integer({ min: 1, max: 12 }),
  task_protocol: missing(fc.constantFrom("training", "ephys", "")),
  projects: missing(fc.constantFrom("p1", "p1,p2", "p3")),
});

const dataset = fc.record({
  id: uuid,
  rel_path: fc.constantFrom("alf/a.b.npy", "a.b.npy", "alf/#r#/a.b.npy", "raw/c.d.bin", "notes.txt"),
  file_size: fc.constant(1),
  hash: fc.constant(null),
  exists: fc.boolean(),
  qc: missing(fc.constantFrom(...(Object.keys(QC) as QcName[]))),
});

type Session = typeof session extends fc.Arbitrary<infer T> ? T : never;
type Dataset = (typeof dataset extends fc.Arbitrary<infer T> ? T : never) & { readonly eid: string };

const tables = fc
  .tuple(
    fc.uniqueArray(session, { maxLength: 12, selector: (row) => row.id }),
    fc.uniqueArray(dataset, { maxLength: 30, selector: (row) => row.id }),
    fc.array(fc.nat(), { minLength: 30, maxLength: 30 }),
  )
  .map(([sessions, datasets, owners]) => ({
    sessions,
    // some belong to sessions that the table does not have
    datasets: datasets.map((row, i) => ({
      ...row,
      eid: sessions[(owners[i] as number) % (sessions.length + 1)]?.id ?? "00000000-0000-4000-8000-000000000000",
    })),
  }));

const terms = fc.record(
  {
    subject: fc.oneof(fc.constantFrom("A", "^AB$", "B.1"), fc.array(fc.constantFrom("A", "B"), { maxLength: 2 })),
    lab: fc.constantFrom("alpha", "^alpha$", "gamma", ""),
    task: fc.constantFrom("", "e", "training|ephys"),
    projects: fc.constantFrom("p1", "p2$"),
    date: fc.oneof(
      fc.constantFrom("2020-01-01", "2020"),
      fc.tuple(missing(fc.constantFrom("2020-01-01")), missing(fc.constantFrom("2020-12-31"))),
    ),
    number: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 3 })),
    datasets: fc.oneof(
      fc.constantFrom("a.b.npy", ".*"),
      fc.array(fc.constantFrom("a\\..*", ".*bin"), { maxLength: 2 }),
    ),
    dataset_qc_lte: fc.constantFrom("PASS", 30, "critical"),
  },
  { requiredKeys: [] },
);

type Terms = Readonly<Record<string, unknown>>;

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

/** The rules of the reference, row by row. */
function passes(row: Session, datasets: readonly Dataset[], query: Terms): boolean {
  const contains = (value: string | null, wanted: unknown) =>
    wanted === undefined || (value !== null && new RegExp(list(wanted).join("|"), "u").test(value));
  const isDay = typeof query["date"] === "string";
  const [first, last] = isDay ? [query["date"], query["date"]] : list(query["date"] ?? []);
  const from = first === "2020" ? "2020-01-01" : ((first as string | null | undefined) ?? "0000");
  const to = last === "2020" ? "2020-01-01" : ((last as string | null | undefined) ?? "9999");
  const numbers = query["number"] === undefined ? undefined : list(query["number"]);
  const names = query["datasets"] === undefined ? undefined : list(query["datasets"]);
  const limit = query["dataset_qc_lte"];
  const worst = typeof limit === "number" ? limit : QC[String(limit ?? "FAIL").toUpperCase() as QcName];
  const counting = datasets.filter((d) => d.exists && d.qc !== null && QC[d.qc] <= worst);
  const hasNames = (wanted: readonly unknown[]) =>
    datasets.length > 0 &&
    wanted.every((name) => counting.some((d) => new RegExp(`^(?:${name})$`).test(d.rel_path.split("/").at(-1) ?? "")));
  return (
    contains(row.subject, query["subject"]) &&
    contains(row.lab, query["lab"]) &&
    contains(row.task_protocol, query["task"]) &&
    contains(row.projects, query["projects"]) &&
    row.date >= from &&
    row.date <= to &&
    (numbers === undefined || numbers.includes(row.number)) &&
    (names === undefined || hasNames(names)) &&
    (names !== undefined || limit === undefined || counting.length > 0)
  );
}

const codePoints = (text: string) => Array.from(text, (char) => char.codePointAt(0) as number);

function compare(a: readonly number[], b: readonly number[]): number {
  const i = a.findIndex((x, k) => x !== b[k]);
  return i < 0 ? a.length - b.length : b[i] === undefined ? 1 : (a[i] as number) - (b[i] as number);
}

test("search finds what the rules say, in their order, on any tables", async () => {
  await fc.assert(
    fc.asyncProperty(tables, terms, async ({ sessions, datasets }, query) => {
      const one = fixtureOne({
        tables: new Map([
          ["sessions", sessions.length === 0 ? emptySessions() : recordsToTable("sessions", sessions)],
          ["datasets", datasets.length === 0 ? emptyDatasets() : recordsToTable("datasets", datasets)],
        ]),
      });
      const expected = sessions
        .filter((row) =>
          passes(
            row,
            datasets.filter((d) => d.eid === row.id),
            query,
          ),
        )
        .sort((a, b) => compare(codePoints(a.id), codePoints(b.id)))
        .sort(
          (a, b) =>
            compare(codePoints(b.date), codePoints(a.date)) ||
            compare(codePoints(b.subject), codePoints(a.subject)) ||
            b.number - a.number,
        );
      expect(await one.search(query as SearchTerms)).toEqual(expected.map((row) => row.id));
    }),
    { numRuns: 400 },
  );
});
