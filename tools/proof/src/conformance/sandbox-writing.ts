import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type JsonValue } from "@neurophys/alf";
import { encodeNpy } from "@neurophys/alf/npy";
import { openOne } from "@neurophys/one-client/node";
import { openRegistration } from "@neurophys/one-client/registration/node";
import { type Sandbox } from "@neurophys/sandbox/node";
import { type Report } from "./report.ts";
import { Comparisons, type Sides } from "./sandbox-reading.ts";

const LISTS: readonly (readonly [endpoint: string, params: Readonly<Record<string, string>>])[] = [
  ["sessions", {}],
  ["sessions", { subject: "DM_001", date_range: "2024-05-01,2024-05-07" }],
  ["datasets", { name: "spikes.times.npy" }],
  ["datasets", { tag: "2024_Q3_Demo" }],
  ["files", { django: "relative_path__icontains,DM_002" }],
  ["insertions", {}],
  ["trajectories", {}],
  ["trajectories", { provenance: "Ephys aligned histology track" }],
  ["channels", { django: "axial__gt,3800" }],
  ["subjects", {}],
  ["projects", {}],
  ["labs", {}],
  ["users", {}],
  ["tags", {}],
  ["revisions", {}],
  ["data-repository", {}],
  ["dataset-types", {}],
  ["data-formats", {}],
  ["brain-regions", { acronym: "CA1" }],
  ["procedures", {}],
  ["notes", {}],
];

/** What our client is told, or the status with which it is refused. */
async function askOurs(
  { alyx }: Sides,
  endpoint: string,
  {
    action,
    params,
    data,
  }: { readonly action: string; readonly params: Record<string, string>; readonly data?: JsonValue },
): Promise<unknown> {
  try {
    const options = data === undefined ? { noCache: true } : { noCache: true, data: data as Record<string, JsonValue> };
    return await alyx.rest(endpoint, action, params, options);
  } catch (error) {
    if (typeof error === "object" && error !== null && "status" in error) return { status: error.status };
    throw error;
  }
}

/** Records of every kind, whole; notes that each writes and both read; refusals. */
export async function compareRecords(sides: Sides, report: Report): Promise<void> {
  const { python, one } = sides;
  const lists = new Comparisons();
  for (const [endpoint, params] of LISTS) {
    const theirs = python.request("rest", { endpoint, action: "list", params });
    await lists.add(
      `${endpoint} ${JSON.stringify(params)}`,
      theirs,
      askOurs(sides, endpoint, { action: "list", params }),
    );
  }
  for (const id of await one.search({})) {
    const theirs = python.request("rest", { endpoint: "sessions", action: "read", params: { id } });
    await lists.add(`sessions/${id}`, theirs, askOurs(sides, "sessions", { action: "read", params: { id } }));
  }
  lists.end("records", report);
  await compareNotes(sides, report);
}

async function compareNotes(sides: Sides, report: Report): Promise<void> {
  const notes = new Comparisons();
  const [object_id] = await sides.one.search({ subject: "DM_002" });
  const note = { user: "demo", content_type: "session", object_id: object_id ?? "", text: "seen by both" };
  const create = { endpoint: "notes", action: "create", data: note };
  const kept = (answer: unknown): unknown => ({ ...(answer as object), id: undefined, date_time: undefined });
  await notes.add(
    "created",
    sides.python.request("rest", create).then(kept),
    askOurs(sides, "notes", { ...create, params: {} }).then(kept),
  );
  const params = { django: `object_id,${object_id}` };
  const theirs = sides.python.request("rest", { endpoint: "notes", action: "list", params });
  await notes.add("read by both", theirs, askOurs(sides, "notes", { action: "list", params }));
  for (const data of [
    { ...note, user: "nobody" },
    { ...note, object_id: "no id" },
    { ...note, content_type: "nothing" },
  ]) {
    const refused = sides.python.request("rest", { ...create, data });
    await notes.add(
      `refused: ${JSON.stringify(data)}`,
      refused,
      askOurs(sides, "notes", { action: "create", params: {}, data }),
    );
  }
  const missing = { id: "00000000-0000-4000-8000-000000000000" };
  for (const endpoint of ["sessions", "datasets", "insertions", "notes", "subjects"]) {
    const asked = sides.python.request("rest", { endpoint, action: "read", params: missing });
    await notes.add(`${endpoint} missing`, asked, askOurs(sides, endpoint, { action: "read", params: missing }));
  }
  notes.end("notes and refusals", report);
}

const FILES: Readonly<Record<string, readonly number[]>> = {
  "alf/probe00/spikes.times.npy": [0.25, 1.5, 7],
  "alf/_ibl_wheel.position.npy": [0, 1, 1],
};

/** Where the files are: a database believes that they exist only of a repository that is named. */
const REPOSITORY = "sandbox_demolab";

/** What depends on who registered, and when. */
const CHANGING = new Set(["id", "created_datetime", "session", "session_start_time", "session_number"]);

function comparable(records: readonly unknown[]): unknown {
  return records.map((record) =>
    Object.fromEntries(
      Object.entries(record as object)
        .filter(([key]) => !CHANGING.has(key))
        .map(([key, value]) => [key, key === "file_records" ? (value as readonly object[]).length : value]),
    ),
  );
}

/** Each registers a session with the same files; then both load what both registered. */
export async function compareRegistration(
  sides: Sides,
  { sandbox, report }: { readonly sandbox: Sandbox; readonly report: Report },
): Promise<void> {
  const root = join(sandbox.folder, "data/demolab/Subjects");
  const theirs = (await sides.python.request("register", {
    ...{ root, subject: "DM_003", date: "2024-09-01", files: FILES, repository: REPOSITORY },
  })) as { readonly eid: string; readonly records: readonly unknown[] };
  const client = await openRegistration({ rest: sides.alyx, sessionRoot: root });
  const { sessionPath, eid } = await client.createNewSession("DM_003", { date: "2024-09-02" });
  for (const [path, numbers] of Object.entries(FILES)) {
    await mkdir(dirname(join(sessionPath, path)), { recursive: true });
    const data = Float64Array.from(numbers);
    await writeFile(
      join(sessionPath, path),
      encodeNpy({ kind: "array", dtype: "float64", shape: [data.length], data }),
    );
  }
  const { records } = await client.registerFiles(
    Object.keys(FILES).map((path) => join(sessionPath, path)),
    {
      repository: REPOSITORY,
    },
  );
  const made = new Comparisons();
  await made.add("records", Promise.resolve(comparable(theirs.records)), Promise.resolve(comparable(records)));
  for (const id of [theirs.eid, eid]) {
    const ours = sides.one.listDatasets(id).then((datasets) => ({ datasets: [...datasets].sort() }));
    const listed = sides.python.request("list_datasets", { eid: id }).then((answer) => ({
      datasets: (answer as { readonly datasets: unknown }).datasets,
    }));
    await made.add(`datasets of ${id}`, listed, ours);
    const object = { eid: id, name: "spikes", collection: "alf/probe00" };
    const loaded = sides.one.loadObject(id, "spikes", { collection: "alf/probe00" }).then((spikes) => {
      const { times } = spikes;
      return { times: times !== undefined && "shape" in times ? times.shape[0] : undefined };
    });
    await made.add(`spikes of ${id}`, sides.python.request("load_object", object), loaded);
  }
  made.end("registration", report);
}

/** The tables that are downloaded to search without the database. */
export async function compareTables(
  { python }: Sides,
  { sandbox, work, report }: { readonly sandbox: Sandbox; readonly work: string; readonly report: Report },
): Promise<void> {
  await sandbox.writeTables();
  const theirs = (await python.request("tables")) as Readonly<Record<string, unknown>>;
  const local = await openOne(join(work, "cache-python"));
  const found = await local.search({ subject: "DM_001", datasets: "spikes.times.npy" });
  const sessions = [...(await local.search({}))].sort();
  const tables = new Comparisons();
  await tables.add("search", Promise.resolve(theirs["found"]), Promise.resolve([...found].sort()));
  await tables.add("sessions", Promise.resolve(theirs["sessions"]), Promise.resolve(sessions));
  const rows = await sandbox.database.db.selectFrom("dataset").select("id").orderBy("id").execute();
  await tables.add("datasets", Promise.resolve(theirs["datasets"]), Promise.resolve(rows.map(({ id }) => id)));
  const columns = {
    sessions: {
      lab: "object",
      subject: "object",
      date: "object",
      number: "uint16",
      task_protocol: "object",
      projects: "object",
    },
    datasets: {
      ...{ rel_path: "object", file_size: "UInt64", hash: "object", exists: "bool", qc: "category" },
      default_revision: "bool",
    },
  };
  await tables.add("types of columns in pandas", Promise.resolve(theirs["columns"]), Promise.resolve(columns));
  tables.end("cache tables", report);
}
