import { isAlfError } from "@neurophys/alf";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  datasetsToRecords,
  insertionRecords,
  isAlyxError,
  type RestRecord,
  sessionRecords,
} from "../../src/alyx/index.ts";
import { DATASET, dataset, EID, fileUrl, insertion, OTHER_EID, PID, session } from "./small-database.ts";

const related = (fields: RestRecord): RestRecord => ({
  id: DATASET,
  data_url: fileUrl(`alf/#2021-01-01#/a.b.${DATASET}.npy`),
  file_size: 10,
  hash: "h",
  default_revision: "True",
  qc: "FAIL",
  ...fields,
});
const withDatasets = (...datasets: RestRecord[]): RestRecord =>
  session(EID, { data_dataset_session_related: datasets });

describe("sessionRecords", () => {
  test("gives the rows of a session and of its datasets", () => {
    const { session: row, datasets } = sessionRecords(withDatasets(related({})));
    expect(row).toEqual({
      id: EID,
      subject: "S1",
      date: "2020-03-04",
      lab: "lab",
      number: 1,
      task_protocol: "tp",
      projects: "p1,p2",
    });
    expect(datasets).toEqual([
      {
        eid: EID,
        id: DATASET,
        file_size: 10,
        hash: "h",
        exists: true,
        rel_path: "alf/#2021-01-01#/a.b.npy",
        default_revision: true,
        qc: "FAIL",
      },
    ]);
  });

  test.each([
    [
      { file_size: null, hash: null, default_revision: "False" },
      { file_size: undefined, default_revision: false },
    ],
    [{ qc: "nonsense" }, { qc: undefined }],
    [{ qc: 40 }, { qc: undefined }],
    [{ data_url: "https://h/lab/Subjects/S1/2020-03-04/1/c.d.npy?x=#y" }, { rel_path: "c.d.npy" }],
  ])("a dataset with %j becomes %j", (fields, expected) => {
    expect(sessionRecords(withDatasets(related(fields))).datasets[0]).toMatchObject(expected);
  });

  test("a dataset without quality is not set, not unknown", () => {
    const { qc: _, ...fields } = related({});
    expect(sessionRecords(withDatasets(fields)).datasets[0]?.qc).toBe("NOT_SET");
  });

  test("rows are sorted by id", () => {
    const ids = [OTHER_EID, DATASET, EID];
    const { datasets } = sessionRecords(withDatasets(...ids.map((id) => related({ id }))));
    expect(datasets.map((row) => row.id)).toEqual([...ids].sort());
  });

  test("a dataset without URL is left out, and stops everything only in compat mode", () => {
    const record = withDatasets(related({ data_url: null }), related({ id: OTHER_EID }));
    expect(sessionRecords(record).datasets.map((row) => row.id)).toEqual([OTHER_EID]);
    const stopped = catchError(() => sessionRecords(record, { compat: ["url-required"] }));
    expect(isAlfError(stopped, "alf/reference-defect") && stopped.pythonClass).toBe("TypeError");
  });

  test.each([
    ["session.id", { id: "x", url: null }],
    ["session.start_time", { start_time: "yesterday" }],
    ["session.start_time", { start_time: null }],
    ["session.projects", { projects: "p1" }],
    ["session.data_dataset_session_related[0]", { data_dataset_session_related: ["x"] }],
    ["dataset.id", { data_dataset_session_related: [{ data_url: fileUrl("a.b.c") }] }],
    ["dataset.data_url", { data_dataset_session_related: [{ id: DATASET, data_url: "https://h/elsewhere" }] }],
  ])("names %s when the record has %j", (field, fields) => {
    const error = catchError(() => sessionRecords(session(EID, fields)));
    expect(isAlyxError(error, "alyx/invalid-record") && error.field).toBe(field);
  });

  test("never throws anything but its own errors", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (start_time, datasets) => {
        const fields = { start_time, data_dataset_session_related: datasets } as RestRecord;
        const error = catchError(() => sessionRecords(session(EID, fields)));
        expect(error === undefined || isAlyxError(error)).toBe(true);
      }),
    );
  });
});

describe("datasetsToRecords", () => {
  test("takes the first file that exists and has a URL", () => {
    expect(datasetsToRecords(dataset())).toEqual([
      {
        eid: EID,
        id: DATASET,
        file_size: 10,
        hash: "h",
        exists: true,
        rel_path: "alf/a.b.npy",
        default_revision: true,
        qc: "PASS",
      },
    ]);
  });

  test("leaves out datasets without such a file", () => {
    expect(datasetsToRecords([dataset({ file_records: [] })])).toEqual([]);
  });

  test("an aggregate has no session, keeps its whole path and comes last", () => {
    const url = `https://h.example.org/aggregates/Subjects/lab/S1/trials.table.${OTHER_EID}.pqt`;
    const aggregate = dataset({ session: null, file_records: [{ data_url: url, exists: true }] });
    const rows = datasetsToRecords([aggregate, dataset({ url: `https://alyx.example.org/datasets/${PID}` })]);
    expect(rows.map((row) => [row.eid, row.rel_path])).toEqual([
      [EID, "alf/a.b.npy"],
      [undefined, "aggregates/Subjects/lab/S1/trials.table.pqt"],
    ]);
  });

  test("copies further fields that are asked for", () => {
    expect(datasetsToRecords(dataset({ version: "1" }), ["version", "none"])[0]).toMatchObject({ version: "1" });
  });
});

test("an insertion's record gives its row and that of its session", () => {
  const { insertion: row, session: ofSession } = insertionRecords(insertion());
  expect(row).toEqual({ eid: EID, id: PID, name: "probe00", model: "3B2" });
  expect(ofSession?.id).toBe(EID);
  expect(insertionRecords(insertion({ session_info: null })).session).toBeUndefined();
});

function catchError(run: () => unknown): unknown {
  try {
    run();
    return undefined;
  } catch (error) {
    return error;
  }
}
