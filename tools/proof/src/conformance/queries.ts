import { type Random } from "./random.ts";

/** A call of a method of ONE: its Python name, positional and keyword arguments. */
export interface Query {
  readonly name: string;
  readonly args: readonly unknown[];
  readonly kwargs: Readonly<Record<string, unknown>>;
}

/** A session that queries can be about. */
export interface QuerySession {
  readonly eid: string;
  readonly lab: string;
  readonly subject: string;
  readonly date: string;
  readonly number: number;
  readonly paths: readonly string[];
}

const SPELLED_OUT: Readonly<Record<string, string>> = {
  subj: "subject",
  lab: "laboratory",
  date: "date_range",
  num: "number",
  task: "task_protocol",
};
const LEVELS = ["NOT_SET", "PASS", "FAIL", "CRITICAL", 30];
const folderOf = (path: string): string =>
  path
    .split("/")
    .filter((part) => !part.startsWith("#"))
    .slice(0, -1)
    .join("/");
const nameOf = (path: string): string => path.split("/").at(-1) ?? "";
const escaped = (text: string): string => text.replace(/[.+*?[\](){}^$|\\]/g, "\\$&");

function partOf(random: Random, text: string): string {
  const start = random.integer(0, Math.max(0, text.length - 2));
  return text.slice(start, start + random.integer(1, 4));
}

/** A term of a search: its name (or an abbreviation) and a value that may or may not be in the tables. */
function searchTerm(random: Random, { lab, subject, date, number, paths }: QuerySession): [string, unknown] {
  const path = random.pick(paths);
  const choices: readonly (() => [string, unknown])[] = [
    () => [random.pick(["subject", "subj"]), subject],
    () => ["subject", random.pick([`^${escaped(subject)}$`, partOf(random, subject), "^A.*[0-9]$", "(be|G).\\d", "X"])],
    () => ["subject", [subject, random.pick(["AL010", "NYU"])]],
    () => [random.pick(["lab", "laboratory"]), random.pick([lab, "alpha", "_lab$", ["alphalab", "zzz"]])],
    () => [random.pick(["date", "date_range"]), random.pick([date, date.slice(0, 7), date.slice(0, 4)])],
    () => ["date_range", random.pick([[date, null], [null, date], [date.slice(0, 4), "2021-06-30"], [date]])],
    () => [random.pick(["number", "num"]), random.pick([number, String(number), [1, number], "001"])],
    () => ["datasets", random.pick([nameOf(path), escaped(nameOf(path)), ".*wheel.*", [nameOf(path), ".*npy"], []])],
    () => [random.pick(["task", "task_protocol"]), random.pick(["", "ephys"])],
    () => ["projects", random.pick(["", "p"])],
    () => ["dataset_qc_lte", random.pick(LEVELS)],
  ];
  return random.pick(choices)();
}

function searchQuery(random: Random, session: QuerySession): Query {
  const terms = new Map<string, readonly [string, unknown]>();
  for (let i = random.integer(0, 3); i > 0; i--) {
    const [term, value] = searchTerm(random, session);
    // Of two spellings of one term the original takes the last, where we refuse both: one is enough.
    terms.set(SPELLED_OUT[term] ?? term, [term, value]);
  }
  return {
    name: "search",
    args: [],
    kwargs: { ...Object.fromEntries(terms.values()), ...(random.chance(0.2) ? { details: true } : {}) },
  };
}

function filenameFilter(random: Random, path: string): unknown {
  const [object = "", attribute = ""] = nameOf(path)
    .replace(/^_[a-z]+_/, "")
    .split(".");
  return random.pick<unknown>([
    nameOf(path),
    `*${object}.*`,
    `${nameOf(path).split(".")[0]}.*`,
    `*${attribute}*`,
    "*.npy",
    { object },
    { object: `${object.slice(0, 2)}*`, extension: ["npy", "pqt"] },
    { attribute: [attribute, "times"] },
    { extension: "n??" },
    [nameOf(path), "*wheel*"],
    "nothing.*.*",
  ]);
}

function collectionFilter(random: Random, path: string): unknown {
  const folder = folderOf(path);
  return random.pick<unknown>([folder, `${folder.slice(0, 4)}*`, "alf*", "*probe0?", "", ["alf", "etc"], "zzz"]);
}

const revisionFilter = (random: Random): unknown =>
  random.pick<unknown>(["2021-01-01", "202*", "2022-05-05?", "", "x"]);

function filters(random: Random, path: string): Record<string, unknown> {
  return {
    ...(random.chance(0.6) ? { filename: filenameFilter(random, path) } : {}),
    ...(random.chance(0.4) ? { collection: collectionFilter(random, path) } : {}),
    ...(random.chance(0.25) ? { revision: revisionFilter(random) } : {}),
  };
}

function listQuery(random: Random, { eid, paths, subject, date, number }: QuerySession): Query {
  const name = random.pick(["list_datasets", "list_datasets", "list_collections", "list_revisions", "list_subjects"]);
  if (name === "list_subjects") return { name, args: [], kwargs: {} };
  const reference = `${date}_${number}_${subject}`;
  const id = random.pick<unknown>([eid, eid, eid, `${subject}/${date}/${number}`, reference, null]);
  const details = random.chance(0.2) ? { details: true } : {};
  const hasQuality = name === "list_datasets" && random.chance(0.15);
  const quality = hasQuality ? { qc: random.pick(LEVELS), ignore_qc_not_set: random.chance(0.3) } : {};
  return { name, args: [id], kwargs: { ...filters(random, random.pick(paths)), ...quality, ...details } };
}

function loadQuery(random: Random, { eid, paths }: QuerySession): Query {
  const path = random.pick(paths);
  const [object = "", attribute = ""] = nameOf(path)
    .replace(/^_[a-z]+_/, "")
    .split(".");
  const collection = random.chance(0.7) ? { collection: folderOf(path) } : {};
  const revision = random.chance(0.2) ? { revision: random.pick(["2021-01-01", "2021-12-31", "2023", "2000"]) } : {};
  const only = random.chance(0.3) ? { download_only: true } : {};
  const choices: readonly (() => Query)[] = [
    () => ({ name: "load_object", args: [eid, object], kwargs: { ...collection, ...revision, ...only } }),
    () => ({
      name: "load_object",
      args: [eid, object],
      kwargs: { ...collection, attribute: `${attribute.slice(0, 3)}*` },
    }),
    () => ({ name: "load_dataset", args: [eid, nameOf(path)], kwargs: { ...collection, ...revision, ...only } }),
    () => ({ name: "load_dataset", args: [eid, path], kwargs: only }),
    () => ({ name: "load_dataset", args: [eid, nameOf(path).split(".").slice(0, 2).join(".")], kwargs: collection }),
    () => ({ name: "load_dataset", args: [eid, { object, attribute }], kwargs: { ...collection, ...only } }),
    () => ({
      name: "load_collection",
      args: [eid, folderOf(path)],
      kwargs: { ...only, ...(random.chance(0.5) ? { object } : {}) },
    }),
    () => ({
      name: "load_datasets",
      args: [eid, random.some(paths, 0.4).concat(random.chance(0.2) ? ["no/such.data.npy"] : [])],
      kwargs: { download_only: true, ...(random.chance(0.5) ? { assert_present: false } : {}) },
    }),
  ];
  return random.pick(choices)();
}

/** Random searches, listings and loads, a third each, about sessions of the tables. */
export function randomQueries(random: Random, sessions: readonly QuerySession[], count: number): Query[] {
  return Array.from({ length: count }, (_, i) => {
    const session = random.pick(sessions);
    if (i % 3 === 0) return searchQuery(random, session);
    return i % 3 === 1 ? listQuery(random, session) : loadQuery(random, session);
  });
}
