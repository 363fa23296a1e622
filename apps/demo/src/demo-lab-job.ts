import { join } from "node:path";
import { type AlfObject } from "@neurophys/alf/object";
import { mergeTables, type One, recordsToTable } from "@neurophys/one-client";
import { indexFolder, openOne, saveTables } from "@neurophys/one-client/node";
import { type CallLog } from "./call-log.ts";
import { databaseJob } from "./database-job.ts";
import { type DrawnFigure, drawSpikes, drawTrials, drawWheel, saveBoth } from "./figures.ts";
import { clearLab } from "./lab/clear-lab.ts";
import { DEMO_LAB, writeLab } from "./lab/write-lab.ts";
import { type SavedFigure } from "./report.ts";

/** Where the second revision of the spikes lies, as a name. */
const REVISION = "2024-07-15";

/**
 * Make the lab, then do on it what a scientist would: index, judge, search, list, load, plot; and put it into a database,
 * with the figures as notes.
 */
export async function demoLabJob(out: string, log: CallLog): Promise<SavedFigure[]> {
  const root = join(out, "data");
  await clearLab(root);
  await log.make(
    "writeLab(root)",
    () => writeLab(root, DEMO_LAB),
    (lab) =>
      `${lab.sessions} sessions, ${lab.files} files, ${(lab.bytes / 1e6).toFixed(0)} MB, ${lab.spikes.toLocaleString("en")} spikes`,
  );
  await log.make(
    "indexFolder(root, { hashFiles: true })",
    () => indexFolder(root, { hashFiles: true }),
    ({ sessions, datasets }) =>
      `${sessions.numRows} sessions and ${datasets.numRows} datasets in sessions.pqt and datasets.pqt`,
  );
  const judged = await log.make(
    "mergeTables(tables, { datasets: judged })",
    () => judge(root),
    (count) => `${count} datasets have a quality now`,
  );
  if (judged === 0) throw new Error("The lab has no dataset to judge");
  const one = await log.make("openOne(root)", () => openOne(root), describeOne);
  const figures = await explore(one, out, log);
  return databaseJob(out, { data: root, figures, session: "2024-05-06_1_NP_001" }, log);
}

function describeOne(one: One): string {
  return [...one.tables.values()].map(({ name, numRows }) => `${name}: ${numRows} rows`).join(", ");
}

/** Give each probe's datasets a quality, and say which revision is the default: what a lab's checks would do. */
async function judge(root: string): Promise<number> {
  const one = await openOne(root);
  const datasets = await one.listDatasetDetails();
  const judgements = datasets.map((record) => ({
    ...record,
    qc: record.rel_path.includes("probe01/spikes")
      ? "WARNING"
      : record.rel_path.startsWith("alf/")
        ? "PASS"
        : "NOT_SET",
    default_revision: !datasets.some(
      (other) => other.eid === record.eid && other.rel_path === revised(record.rel_path),
    ),
  }));
  const now = new Date();
  const { tables } = await mergeTables(one.cache, { datasets: recordsToTable("datasets", judgements) }, { now });
  await saveTables(root, tables, { clobber: true, now });
  return judgements.length;
}

/** The path that a dataset has in the second revision. */
function revised(path: string): string {
  const cut = path.lastIndexOf("/");
  return `${path.slice(0, cut)}/#${REVISION}#${path.slice(cut)}`;
}

/** The session that is looked at, by its path, and one of its probes. */
const EID = "NP_001/2024-05-06/001";
const COLLECTION = "alf/probe00";

async function explore(one: One, out: string, log: CallLog): Promise<SavedFigure[]> {
  await searchAndList(one, log);
  const loaded = await loadObjects(one, log);
  const drawn = await log.make(
    "spikeRaster(…), driftMap(…), psth(…), rateByTrial(…), linePlot(…)",
    () => draw(loaded),
    (figures) => `${figures.length} figures`,
  );
  return log.make(
    "saveFigure(…)",
    () => Promise.all(drawn.map(({ svg, ...figure }) => saveBoth(out, figure, svg))),
    (figures) => `${figures.length} SVG and PNG files in ${out}`,
  );
}

async function searchAndList(one: One, log: CallLog): Promise<void> {
  const sessions = (found: readonly unknown[]): string => `${found.length} sessions`;
  await log.make('one.search({ subject: "NP_00[12]" })', () => one.search({ subject: "NP_00[12]" }), sessions);
  await log.make(
    'one.search({ date_range: ["2024-06-01", null], datasets: ["spikes.times.npy", ".*trials.*"], dataset_qc_lte: "WARNING" })',
    () =>
      one.search({
        date_range: ["2024-06-01", null],
        datasets: ["spikes.times.npy", ".*trials.*"],
        dataset_qc_lte: "WARNING",
      }),
    sessions,
  );
  await log.make(
    `one.getDetails("${EID}")`,
    () => one.getDetails(EID),
    (record) => `${record.subject} on ${record.date}, ${record.eid}`,
  );
  await log.make(
    `one.listCollections("${EID}")`,
    () => one.listCollections(EID),
    (names) => names.map((name) => name || '""').join(", "),
  );
  await log.make(
    `one.listDatasets("${EID}", { filename: "spikes.*", collection: "alf/probe0?" })`,
    () => one.listDatasets(EID, { filename: "spikes.*", collection: "alf/probe0?" }),
    (names) => `${names.length} datasets: ${names.slice(0, 2).join(", ")} …`,
  );
  await log.make(
    `one.listRevisions("${EID}")`,
    () => one.listRevisions(EID),
    (names) => names.map((name) => name || '""').join(", "),
  );
}

/** What is drawn. */
interface Loaded {
  readonly spikes: AlfObject;
  readonly trials: AlfObject;
  readonly wheel: AlfObject;
}

async function loadObjects(one: One, log: CallLog): Promise<Loaded> {
  const names = (object: AlfObject): string => Object.keys(object).join(", ");
  const collection = COLLECTION;
  await log.make(
    `one.loadObject("${EID}", "spikes", { collection: "${collection}", revision: "2024-06-01" })`,
    () => one.loadObject(EID, "spikes", { collection, revision: "2024-06-01" }),
    (object) => `${names(object)}, as they were before revision ${REVISION}`,
  );
  const spikes = await log.make(
    `one.loadObject("${EID}", "spikes", { collection: "${collection}" })`,
    () => one.loadObject(EID, "spikes", { collection }),
    names,
  );
  const trials = await log.make(`one.loadObject("${EID}", "trials")`, () => one.loadObject(EID, "trials"), names);
  const wheel = await log.make(`one.loadObject("${EID}", "wheel")`, () => one.loadObject(EID, "wheel"), names);
  return { spikes, trials, wheel };
}

async function draw({ spikes, trials, wheel }: Loaded): Promise<DrawnFigure[]> {
  const label = `${EID} · probe00`;
  return [
    ...(await drawSpikes(spikes, label)),
    ...(await drawTrials(spikes, trials, label)),
    await drawWheel(wheel, trials, EID),
  ];
}
