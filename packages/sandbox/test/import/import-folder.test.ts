import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type DataWarning } from "@neurophys/alf";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type LabDatabase, openDatabase } from "../../src/database/lab-database.ts";
import { importFolder } from "../../src/import/import-folder.ts";

let root: string;
let database: LabDatabase;

beforeAll(async () => {
  database = await openDatabase();
}, 120_000);

afterAll(async () => {
  await database.close();
});

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "import-"));
});

afterEach(async () => {
  await rm(root, { recursive: true });
  await sql`truncate lab, subject, session, data_repository, revision cascade`.execute(database.db);
});

async function write(path: string, text = path): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

async function writeSession(folder: string): Promise<void> {
  await write(`${folder}/alf/probe00/spikes.times.npy`);
  await write(`${folder}/alf/probe00/#2024-07-15#/spikes.times.npy`);
  await write(`${folder}/alf/probe01/pykilosort/spikes.times.npy`);
  await write(`${folder}/alf/_ibl_trials.table.pqt`, "table");
  await write(`${folder}/raw_video_data/_lab_new.kind.xyz`);
  await write(`${folder}/notes.txt`);
}

const md5 = (text: string) => createHash("md5").update(text).digest("hex");

const datasets = () =>
  database.db
    .selectFrom("dataset")
    .innerJoin("session", "session.id", "dataset.session_id")
    .innerJoin("subject", "subject.id", "session.subject_id")
    .innerJoin("lab", "lab.id", "session.lab_id")
    .innerJoin("dataset_type", "dataset_type.id", "dataset.dataset_type_id")
    .innerJoin("data_format", "data_format.id", "dataset.data_format_id")
    .leftJoin("revision", "revision.id", "dataset.revision_id")
    .leftJoin("file_record", "file_record.dataset_id", "dataset.id")
    .select(["lab.name as lab", "subject.nickname", "session.number", "session.start_time", "dataset.collection"])
    .select([
      "revision.name as revision",
      "dataset.name",
      "dataset.file_size",
      "dataset.hash",
      "dataset_type.name as type",
    ])
    .select(["data_format.file_extension", "dataset.default_dataset", "file_record.relative_path", "dataset.online"])
    .orderBy("file_record.relative_path")
    .execute();

describe("importing a folder", () => {
  test("registers labs, subjects, sessions, files, revisions and probes", async () => {
    await writeSession("labA/Subjects/mouse-1/2024-05-06/001");
    const summary = await importFolder(database, root);
    expect(summary).toMatchObject({
      sessions: { added: 1, known: 0 },
      datasets: { added: 5, changed: 0, unchanged: 0 },
      insertions: 2,
      leftOut: 1,
      mounts: [{ prefix: "labA/Subjects", folder: join(root, "labA/Subjects") }],
    });
    expect(await datasets()).toMatchObject([
      {
        lab: "labA",
        nickname: "mouse-1",
        number: 1,
        start_time: "2024-05-06 00:00:00",
        collection: "alf",
        name: "_ibl_trials.table.pqt",
        file_size: 5,
        hash: md5("table"),
        relative_path: "mouse-1/2024-05-06/001/alf/_ibl_trials.table.pqt",
        online: true,
      },
      { revision: "2024-07-15", default_dataset: true, type: "spikes.times" },
      { collection: "alf/probe00", revision: null, default_dataset: false },
      { collection: "alf/probe01/pykilosort", file_extension: ".npy", default_dataset: true },
      { type: "new.kind", file_extension: ".xyz" },
    ]);
    const probes = await database.db
      .selectFrom("probe_insertion")
      .innerJoin("probe_insertion_dataset as link", "link.probe_insertion_id", "probe_insertion.id")
      .select(({ fn }) => ["name", fn.countAll<number>().as("datasets")])
      .groupBy("name")
      .orderBy("name")
      .execute();
    expect(probes).toEqual([
      { name: "probe00", datasets: 2 },
      { name: "probe01", datasets: 1 },
    ]);
  });

  test("a second time adds nothing, and renews what was changed", async () => {
    await writeSession("labA/Subjects/mouse-1/2024-05-06/001");
    await importFolder(database, root);
    const before = await datasets();
    expect(await importFolder(database, root)).toMatchObject({
      sessions: { added: 0, known: 1 },
      datasets: { added: 0, changed: 0, unchanged: 5 },
      insertions: 0,
    });
    expect(await datasets()).toEqual(before);
    await write("labA/Subjects/mouse-1/2024-05-06/001/alf/_ibl_trials.table.pqt", "another table");
    await write("labA/Subjects/mouse-1/2024-05-06/001/alf/_ibl_wheel.position.npy");
    expect(await importFolder(database, root)).toMatchObject({ datasets: { added: 1, changed: 1, unchanged: 4 } });
    const renewed = (await datasets()).find(({ name }) => name === "_ibl_trials.table.pqt");
    expect(renewed).toMatchObject({ file_size: 13, hash: md5("another table") });
  });

  test("gives the same ids in another database", async () => {
    await writeSession("labA/Subjects/mouse-1/2024-05-06/001");
    const other = await openDatabase();
    try {
      await importFolder(database, root);
      await importFolder(other, root);
      const ids = ({ db }: LabDatabase) => db.selectFrom("dataset").select("id").orderBy("id").execute();
      expect(await ids(other)).toEqual(await ids(database));
      for (const { id } of await ids(other)) expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-/);
    } finally {
      await other.close();
    }
  });

  test.each([
    ["subject/date/number", "mouse/2024-05-06/1", "mylab", "."],
    ["Subjects/subject/date/number", "Subjects/mouse/2024-05-06/001", "mylab", "Subjects"],
    ["lab/subject/date/number", "labB/mouse/2024-05-06/001", "labB", "labB"],
    [
      "lab/Subjects/subject/date/number, deeper",
      "data/labC/Subjects/mouse/2024-05-06/001",
      "labC",
      "data/labC/Subjects",
    ],
  ])("reads %s", async (_layout, folder, lab, subjects) => {
    await write(`${folder}/alf/spikes.times.npy`);
    const { mounts } = await importFolder(database, root, { lab: "mylab" });
    expect(mounts).toEqual([{ prefix: `${lab}/Subjects`, folder: join(root, subjects) }]);
    expect(await datasets()).toMatchObject([
      { lab, nickname: "mouse", relative_path: "mouse/2024-05-06/001/alf/spikes.times.npy" },
    ]);
  });

  test("may start at a lab, a subject or a session", async () => {
    await write("labD/Subjects/mouse/2024-05-06/001/alf/spikes.times.npy");
    for (const path of ["labD", "labD/Subjects", "labD/Subjects/mouse", "labD/Subjects/mouse/2024-05-06/001"]) {
      const { mounts } = await importFolder(database, join(root, path));
      expect(mounts).toEqual([{ prefix: "labD/Subjects", folder: join(root, "labD/Subjects") }]);
    }
    expect(await datasets()).toHaveLength(1);
  });

  test("says how far it is, and which files it leaves out", async () => {
    await writeSession("mouse/2024-05-06/001");
    await writeSession("mouse/2024-05-07/001");
    const steps: string[] = [];
    const warnings: DataWarning[] = [];
    await importFolder(database, root, {
      onProgress: ({ done, total, session }) => void steps.push(`${done}/${total} ${session}`),
      onWarning: (warning) => void warnings.push(warning),
    });
    expect(steps).toEqual(["1/2 mouse/2024-05-06/001", "2/2 mouse/2024-05-07/001"]);
    expect(warnings).toMatchObject([{ code: "sandbox/files-left-out" }, { code: "sandbox/files-left-out" }]);
    expect(warnings[0]?.message).toContain("notes.txt");
  });

  test("refuses a folder without sessions, and one that is not there", async () => {
    await write("mouse/2024-02-30/001/alf/spikes.times.npy");
    await expect(importFolder(database, root)).rejects.toMatchObject({ code: "sandbox/nothing-to-import" });
    await expect(importFolder(database, join(root, "none"))).rejects.toMatchObject({
      code: "sandbox/nothing-to-import",
    });
  });
});
