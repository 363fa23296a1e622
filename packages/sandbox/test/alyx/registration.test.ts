import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LabServer, startLab } from "./lab-server.ts";

let lab: LabServer;

beforeAll(async () => {
  lab = await startLab();
  await lab.post("/data-repository", {
    name: "server",
    globus_is_personal: false,
    data_url: "http://data.example.org/",
  });
  await lab.post("/labs", { name: "cortexlab", repositories: ["server"] });
  await lab.post("/subjects", { nickname: "SW01", lab: "cortexlab" });
  await lab.post("/sessions", { subject: "SW01", number: 1, start_time: "2024-01-02T03:04:05" });
  await lab.post("/sessions", { subject: "SW01", number: 2, start_time: "2024-01-02T05:00:00" });
}, 120_000);

afterAll(async () => {
  await lab.close();
});

const FILES = [
  "alf/probe00/spikes.times.npy",
  "alf/probe00/spikes.clusters.npy",
  "alf/_ibl_trials.probabilityLeft.npy",
];

const register = (filenames: readonly string[], more: object = {}) =>
  lab.post("/register-file", { path: "SW01/2024-01-02/001", filenames, name: "server", ...more });

const count = async (path: string): Promise<number> => (await lab.get(path)).json.count;

describe("Registering files", () => {
  test("makes each dataset once, however many requests come at once", async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => register(FILES)));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201, 201]);
    const ids = answers.map(({ json }) => json.map(({ id }: { id: string }) => id).join());
    expect(new Set(ids).size).toBe(1);
    expect([await count("/datasets"), await count("/files")]).toEqual([3, 3]);
  });

  test("is all or nothing: one file that is refused keeps the others out", async () => {
    const before = [await count("/datasets"), await count("/revisions")];
    const refused = await register(["alf/#2024-03-01#/spikes.depths.npy", "alf/spikes.amps.zzz"]);
    expect(refused.status).toBe(500);
    expect([await count("/datasets"), await count("/revisions")]).toEqual(before);
  });

  test("leaves one default among the revisions of a dataset", async () => {
    await register(["alf/probe00/#2024-04-01#/spikes.times.npy"]);
    const { json } = await lab.get("/datasets?name=spikes.times.npy");
    const states = json.results.map(({ revision, default_dataset }: Record<string, unknown>) => [
      revision,
      default_dataset,
    ]);
    expect(states.toSorted()).toEqual([
      ["", false],
      ["2024-04-01", true],
    ]);
  });

  test("makes a session a part of the newest one of its day, and whoever registers a user of both", async () => {
    const sessions = (await lab.get("/sessions?date_range=2024-01-02,2024-01-02")).json.results;
    const [base, part] = await Promise.all(
      sessions.map(async ({ id }: { id: string }) => (await lab.get(`/sessions/${id}`)).json),
    );
    expect([base.number, base.parent_session, base.users]).toEqual([2, null, ["test_user"]]);
    expect([part.number, part.parent_session, part.users]).toEqual([1, base.url, ["test_user"]]);
  });

  test("forgets where a file is when it has changed, and only then", async () => {
    const state = async (): Promise<boolean> =>
      (await lab.get("/datasets?name=spikes.clusters.npy")).json.results[0].file_records[0].exists;
    await register(["alf/probe00/spikes.clusters.npy"], { hashes: ["abc"] });
    expect(await state()).toBe(true);
    await register(["alf/probe00/spikes.clusters.npy"], { hashes: ["abc"], exists: false });
    expect(await state()).toBe(true);
    await register(["alf/probe00/spikes.clusters.npy"], { hashes: ["abd"], exists: false });
    expect(await state()).toBe(false);
    expect(await count("/sessions?datasets=spikes.clusters.npy")).toBe(0);
    await register(["alf/probe00/spikes.clusters.npy"], { hashes: ["abe"] });
    expect(await count("/sessions?datasets=spikes.clusters.npy")).toBe(1);
    expect(await count("/sessions?datasets=spikes.clusters.npy,spikes.times.npy&dataset_qc_lte=WARNING")).toBe(1);
    expect(await count("/sessions?datasets=spikes.clusters.npy,nothing.here.npy")).toBe(0);
    await lab.patch("/data-repository/server", { globus_is_personal: true });
    expect(await count("/sessions?datasets=spikes.clusters.npy")).toBe(0);
    await lab.patch("/data-repository/server", { globus_is_personal: false });
    expect(await count("/sessions?datasets=spikes.clusters.npy")).toBe(1);
  });

  test("gives a dataset to the probe that its folder names", async () => {
    const { json } = await lab.get("/sessions?number=1");
    const insertion = await lab.post("/insertions", { session: json.results[0].id, name: "probe00", model: "NP2.1" });
    expect((await lab.get(`/insertions/${insertion.json.id}`)).json.datasets.length).toBe(3);
    expect(await count(`/datasets?probe_insertion=${insertion.json.id}`)).toBe(3);
    await register(["alf/probe00/spikes.amps.npy"]);
    expect((await lab.get(`/insertions?name=probe00&datasets=spikes.amps.npy`)).json.results[0].datasets.length).toBe(
      4,
    );
  });
});

test("none of this was a failure of the server", () => {
  expect(lab.failures).toEqual([]);
});
