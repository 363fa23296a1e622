import { type DataWarning, isAlfError } from "@neurophys/alf";
import { describe, expect, test } from "vitest";
import {
  type AlyxContext,
  datasetsOfType,
  eidToPath,
  eidToPids,
  findAggregate,
  fullSessionDetails,
  isAlyxError,
  listAggregates,
  needRemoteEid,
  pathToEid,
  pathToUrl,
  pidToEid,
  type RemoteRows,
  type RemoteTerms,
  remoteSearchTerms,
  searchInsertions,
  searchSessions,
  sessionDatasets,
  sessionDetails,
  sessionDetailsRequests,
  toRemoteEid,
} from "../../src/alyx/index.ts";
import { isOneError } from "../../src/index.ts";
import { DATASET, dataset, EID, fileUrl, insertion, OTHER_EID, PID, SmallDatabase, session } from "./small-database.ts";

interface TestContext extends AlyxContext {
  readonly rest: SmallDatabase;
  readonly rows: RemoteRows[];
  readonly warnings: DataWarning[];
}

function contextOf(answers: ConstructorParameters<typeof SmallDatabase>[0] = {}): TestContext {
  const rows: RemoteRows[] = [];
  const warnings: DataWarning[] = [];
  const onRows = (given: RemoteRows): void => void rows.push(given);
  const onWarning = (warning: DataWarning): void => void warnings.push(warning);
  return { rest: new SmallDatabase(answers), cacheDir: "/data", onRows, onWarning, rows, warnings };
}

const rejection = (promise: Promise<unknown>): Promise<unknown> => promise.then(String, (error: unknown) => error);

describe("Searching sessions", () => {
  test.each<[RemoteTerms, string]>([
    [{ subject: "S" }, '{"subject":"S"}'],
    [{ lab: "L", date: "2020-01-01" }, '{"date_range":["2020-01-01","2020-01-01"],"lab":"L"}'],
    [{ date: ["2020-01-01", null] }, '{"date_range":["2020-01-01","2262-04-11"]}'],
    [{ date: [null, "2020-01-01"] }, '{"date_range":["1677-09-21","2020-01-01"]}'],
    [{ date: "1965-03-04T23:59" }, '{"date_range":["1965-03-04","1965-03-05"]}'],
    [{ subj: "S", laboratory: ["a", "b"], number: 1 }, '{"lab":["a","b"],"number":1,"subject":"S"}'],
    [{ subj: "S", django: "a__b,c" }, '{"django":"a__b,c","subject":"S"}'],
    [{ subject: "S", django: [], users: undefined }, '{"subject":"S"}'],
  ])("%j asks for %s", async (terms, params) => {
    const { rest, ...context } = contextOf();
    await searchSessions({ ...context, rest }, terms);
    expect(rest.requests.map(([endpoint, action, given]) => [endpoint, action, JSON.stringify(given)])).toEqual([
      ["sessions", "list", params],
    ]);
  });

  test("gives ids and records in the database's order, and their rows to the tables", async () => {
    const context = contextOf({ "sessions/list": [session(OTHER_EID), session(EID)] });
    const found = await searchSessions(context, {});
    const details = await found.records.toArray();
    expect(await found.toArray()).toEqual([OTHER_EID, EID]);
    expect(details[0]).toEqual({ ...session(OTHER_EID), date: "2020-03-04" });
    expect(context.rows[0]?.sessions?.map((row) => row.id)).toEqual([OTHER_EID, EID]);
  });

  test.each([
    ["proj", "alf/ambiguous-name"],
    ["foo", "alf/unknown-name"],
  ] as const)("an unusable term %s sends nothing", async (term, code) => {
    const context = contextOf();
    expect(isAlfError(await rejection(searchSessions(context, { [term]: "x" })), code)).toBe(true);
    expect(context.rest.requests).toEqual([]);
  });

  test("no date is a wrong type", async () => {
    const error = await rejection(searchSessions(contextOf(), { date: null }));
    expect(isAlyxError(error, "alyx/argument-type")).toBe(true);
  });

  test("terms are the local ones and those of the database, lab spelled out", async () => {
    expect(await remoteSearchTerms(new SmallDatabase())).toEqual([
      "datasets",
      "date_range",
      "laboratory",
      "number",
      "projects",
      "subject",
      "task_protocol",
      "dataset_qc_lte",
      "project",
      "users",
      "django",
    ]);
  });
});

describe("Searching insertions", () => {
  test.each<[RemoteTerms, string]>([
    [{ dataset: "wheel" }, '{"django":"datasets__name__icontains,wheel"}'],
    [{ dataset: "wheel", django: "q,1" }, '{"django":"q,1,datasets__name__icontains,wheel"}'],
    [{ number: 1, laboratory: "L" }, '{"lab":"L","experiment_number":1}'],
    [{ name: "probe00", datasets: ["a", "b"] }, '{"datasets":["a","b"],"name":"probe00"}'],
  ])("%j asks for %s", async (terms, params) => {
    const context = contextOf();
    await searchInsertions(context, terms);
    expect(JSON.stringify(context.rest.requests[0]?.[2])).toBe(params);
  });

  test("gives pids, and rows of insertions and of their sessions to the tables", async () => {
    const context = contextOf({ "insertions/list": [insertion()] });
    expect(await (await searchInsertions(context, {})).toArray()).toEqual([PID]);
    expect(context.rows[0]?.insertions).toEqual([{ eid: EID, id: PID, name: "probe00", model: "3B2" }]);
    expect(context.rows[0]?.sessions?.[0]?.id).toBe(EID);
  });

  test("several names of a part of a dataset are a wrong type", async () => {
    const error = await rejection(searchInsertions(contextOf(), { dataset: ["a", "b"] }));
    expect(isAlyxError(error, "alyx/argument-type")).toBe(true);
  });
});

describe("Describing sessions", () => {
  test("asks once for each id, fifty at a time, as a Python tuple", () => {
    const ids = Array.from({ length: 120 }, (_, i) => `id-${i % 60}`);
    const texts = sessionDetailsRequests(ids).map(({ params }) => String(params["django"]));
    expect(texts).toHaveLength(2);
    expect(texts[0]).toMatch(/^pk__in,\('id-0', 'id-1', .*'id-49'\)$/);
    expect(sessionDetailsRequests(["a"])[0]?.params).toEqual({ django: "pk__in,('a',)" });
  });

  test("answers in the order asked for, duplicates included", async () => {
    const context = contextOf({ "sessions/list": [session(EID), session(OTHER_EID, { lab: null, number: 12 })] });
    const details = await sessionDetails(context, [OTHER_EID, EID, OTHER_EID]);
    expect(details.map((it) => it.local_path)).toEqual([
      "/data/S1/2020-03-04/012",
      "/data/lab/Subjects/S1/2020-03-04/001",
      "/data/S1/2020-03-04/012",
    ]);
    expect(details[1]).toMatchObject({ projects: "p1,p2", date: "2020-03-04", start_time: "2020-03-04T10:11:12.5" });
  });

  test("an unknown session is named", async () => {
    const context = contextOf({ "sessions/list": [session(EID)] });
    const error = await rejection(sessionDetails(context, [EID, OTHER_EID]));
    expect(isAlyxError(error, "alyx/session-not-found") && error.eids).toEqual([OTHER_EID]);
    const compat = ["unknown-session-attribute"] as const;
    const defect = await rejection(sessionDetails(context, [OTHER_EID], { compat }));
    expect(isAlfError(defect, "alf/reference-defect") && defect.pythonClass).toBe("AttributeError");
  });

  test("full records are read one by one and kept", async () => {
    const record = session(EID, { data_dataset_session_related: [{ id: DATASET, data_url: fileUrl("alf/a.b.npy") }] });
    const context = contextOf({ "sessions/read": record });
    expect(await fullSessionDetails(context, [EID, EID])).toEqual([record, record]);
    expect(context.rest.requests).toEqual([["sessions", "read", { id: EID }]]);
    expect(context.rows[0]?.datasets?.[0]?.rel_path).toBe("alf/a.b.npy");
  });

  test("datasets without a session cannot be listed, which is a warning", async () => {
    const context = contextOf();
    expect(await sessionDatasets(context, undefined)).toBeUndefined();
    expect(context.warnings.map((warning) => warning.code)).toEqual(["alyx/no-session-given"]);
    expect(context.rest.requests).toEqual([]);
  });

  test.each<[string | string[] | number, string | undefined]>([
    ["spikes.times", `session__id,${EID},dataset_type__name,spikes.times`],
    [["a", "b"], `session__id,${EID},dataset_type__name__in,['a', 'b']`],
    [3, undefined],
  ])("datasets of type %j are asked for by %s", async (types, django) => {
    const context = contextOf({ "datasets/list": [dataset()] });
    const result = await rejection(datasetsOfType(context, EID, types));
    expect(context.rest.requests[0]?.[2]).toEqual(django === undefined ? undefined : { django });
    expect(isAlyxError(result, "alyx/argument-type")).toBe(django === undefined);
  });
});

describe("Converting", () => {
  test("an id to a folder, or to nothing", async () => {
    const context = contextOf({ "sessions/list": [session(EID)] });
    expect(await eidToPath(context, EID)).toBe("/data/lab/Subjects/S1/2020-03-04/001");
    expect(await eidToPath(contextOf(), EID)).toBeUndefined();
  });

  test("a path to the id of its session: of no other lab, and of no subject whose name only contains it", async () => {
    const others = [session(OTHER_EID, { lab: "lab2" }), session(DATASET, { subject: "S10" })];
    const context = contextOf({ "sessions/list": [...others, session(EID)] });
    expect(await pathToEid(context, "/d/lab/Subjects/S1/2020-03-04/001/alf/a.b.c")).toBe(EID);
    const params = '{"date_range":["2020-03-04","2020-03-04"],"number":"001","subject":"S1"}';
    expect(JSON.stringify(context.rest.requests[0]?.[2])).toBe(params);
    expect(await pathToEid(context, "/d/x")).toBeUndefined();
    const ofNoLab = await rejection(pathToEid(context, "/d/S1/2020-03-04/001/alf/a.b.c"));
    expect(isOneError(ofNoLab, "one/ambiguous-session") && ofNoLab.candidates).toEqual([OTHER_EID, EID]);
  });

  test("a path to an address, if exactly one dataset has it", async () => {
    const path = "/d/lab/Subjects/S1/2020-03-04/001/alf/a.b.npy";
    const found = contextOf({ "sessions/list": [session(EID)], "datasets/list": [dataset()] });
    expect(await pathToUrl(found, path)).toBe(fileUrl(`alf/a.b.${DATASET}.npy`));
    expect(found.rest.requests[1]).toEqual(["datasets", "list", { name: "a.b.npy", session: EID }]);
    for (const datasets of [[], [dataset(), dataset()], [dataset({ file_records: [] })]]) {
      const error = await rejection(pathToUrl(contextOf({ "datasets/list": datasets }), path));
      expect(isAlyxError(error, "alyx/dataset-not-found") && error.dataset).toBe(path);
    }
  });

  test("a session to its insertions, and an insertion to its session", async () => {
    const context = contextOf({ "insertions/list": [insertion()], "insertions/read": insertion() });
    expect(await eidToPids(context, EID, { name: "probe00" })).toEqual({
      pids: [PID],
      names: ["probe00"],
      records: [insertion()],
    });
    expect(JSON.stringify(context.rest.requests[0]?.[2])).toBe(`{"session":"${EID}","name":"probe00"}`);
    expect(await pidToEid(context, PID)).toEqual({ eid: EID, name: "probe00" });
    expect(await eidToPids(contextOf(), EID)).toBeUndefined();
  });

  test("any name of a session to its id", async () => {
    const context = contextOf({ "sessions/list": [session(EID)] });
    expect(await toRemoteEid(context, `https://alyx.example.org/sessions/${OTHER_EID}`)).toBe(OTHER_EID);
    expect(await toRemoteEid(context, "S1/2020-03-04/1")).toBe(EID);
    expect(await toRemoteEid(context, "2020-03-04_1_S1")).toBe(EID);
    expect(await toRemoteEid(contextOf(), "S1/2020-03-04/1")).toBeUndefined();
  });

  test.each([
    ["fakeid", "one/invalid-experiment-id"],
    ["2020-03-04_1_S1", "one/ambiguous-session"],
    ["S1/2020-03-04/1", "one/unresolved-session"],
  ])("%s without a session is %s", async (id, code) => {
    expect(await rejection(needRemoteEid(contextOf(), id))).toMatchObject({ code });
  });
});

describe("Aggregates", () => {
  const aggregate = (path: string, id = DATASET, fields = {}): ReturnType<typeof dataset> =>
    dataset({
      url: `https://alyx.example.org/datasets/${id}`,
      session: null,
      file_records: [{ data_url: `https://h.example.org/${path}`, exists: true }],
      ...fields,
    });
  const answers = {
    "datasets/list": [
      aggregate("public/aggregates/Subjects/lab/S1/_ibl_subjectTrials.table.pqt"),
      aggregate("aggregates/Subjects/lab/S2/_ibl_subjectTrials.table.pqt", OTHER_EID),
      aggregate("aggregates/Tags/2022_Q1/trials.table.pqt", PID),
    ],
  };

  test("are listed by relation, identifier and name", async () => {
    const context = contextOf(answers);
    const subjects = await listAggregates(context, "subjects");
    expect(subjects.map(({ relation, identifier, row }) => [relation, identifier, row.rel_path])).toEqual([
      ["subjects", "lab/S1", "aggregates/Subjects/lab/S1/_ibl_subjectTrials.table.pqt"],
      ["subjects", "lab/S2", "aggregates/Subjects/lab/S2/_ibl_subjectTrials.table.pqt"],
    ]);
    expect(await listAggregates(context, "Subjects", { identifier: "S2$" })).toHaveLength(1);
    expect(await listAggregates(context, "tags", { dataset: "*nothing*" })).toEqual([]);
    expect(context.rest.requests[0]).toEqual(["datasets", "list", { django: "session__isnull,True" }]);
  });

  test("one is found by a name of two parts", async () => {
    const filter = { identifier: "S1", dataset: "_ibl_subjectTrials.table" };
    expect((await findAggregate(contextOf(answers), "subjects", filter)).row.id).toBe(DATASET);
  });

  test("none or several are errors", async () => {
    const none = await rejection(findAggregate(contextOf(answers), "subjects", { identifier: "S9", dataset: "a.b" }));
    expect(isAlyxError(none, "alyx/dataset-not-found") && none.dataset).toBe("a.b.*");
    const several = await rejection(findAggregate(contextOf(answers), "subjects", {}));
    expect(isAlfError(several, "alf/multiple-collections-found")).toBe(true);
  });
});

test.each(["sessions/list", "datasets/list"])("an answer to %s that is no list is an error", async (endpoint) => {
  const context = contextOf({ [endpoint]: { detail: "no" } });
  const ask = endpoint === "sessions/list" ? searchSessions(context, {}) : listAggregates(context, "tags");
  expect(isAlyxError(await rejection(ask), "alyx/invalid-record")).toBe(true);
});
