import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type AlfTable, DataError, isDataError, relPathParts } from "@neurophys/alf";
import { type Decoders } from "@neurophys/alf/io";
import { type AlfObject } from "@neurophys/alf/object";
import { decodeCsv } from "@neurophys/alf/text";
import { linePlot } from "@neurophys/figures";
import { type DatasetRecord, type One, type SessionRecord } from "@neurophys/one-client";
import { indexFolder, openOne } from "@neurophys/one-client/node";
import { type CallLog } from "./call-log.ts";
import { type DrawnFigure, drawSpikes, saveBoth } from "./figures.ts";
import { type SavedFigure } from "./report.ts";

/** A folder of the user's without any session in it. */
export class NoSessionsError extends DataError {
  override readonly name = "NoSessionsError";
  readonly code = "demo/no-sessions";
  /** The folder. */
  readonly folder: string;

  constructor(folder: string) {
    super(`No session in ${folder} (expected folders subject/YYYY-MM-DD/NNN with ALF files, at any depth)`);
    this.folder = folder;
  }
}

/** Sessions that are listed and loaded; the search itself covers all. */
const SESSIONS_SHOWN = 3;
/** Attributes that the line of an object names. */
const ATTRIBUTES_SHOWN = 6;
/** The rigs of IBL write `.ssv` without a line of names; the original takes the first row for one and loses it. */
const decoders: Decoders = { ssv: (bytes) => decodeCsv(bytes, { delimiter: " ", header: false }) };
/** Objects that are loaded of each. */
const OBJECTS_SHOWN = 6;

/**
 * The same job on a folder of the user's. Nothing is written into it: tables that must be made go to the output folder.
 */
export async function ownDataJob(data: string, out: string, log: CallLog): Promise<SavedFigure[]> {
  const one = await openData(data, out, log);
  const sessions = await log.make("one.searchDetails()", () => one.searchDetails(), describeSessions);
  if (sessions.length === 0) throw new NoSessionsError(data);
  await log.make(
    "one.listSubjects()",
    () => one.listSubjects(),
    (names) => names.slice(0, 8).join(", "),
  );
  const figures: DrawnFigure[] = [];
  for (const session of sessions.slice(0, SESSIONS_SHOWN)) figures.push(...(await showSession(one, session, log)));
  const distinct = figures.filter((figure, i) => figures.findIndex((other) => other.name === figure.name) === i);
  return Promise.all(distinct.map(({ svg, ...figure }) => saveBoth(out, figure, svg)));
}

async function openData(data: string, out: string, log: CallLog): Promise<One> {
  if (existsSync(join(data, "sessions.pqt")))
    return log.make(`openOne("${data}")`, () => openOne(data, { decoders }), describeTables);
  const tablesDir = join(out, "tables");
  await mkdir(tablesDir, { recursive: true });
  await log.make(
    `indexFolder("${data}", { outDir, hashFiles: true })`,
    () => indexFolder(data, { outDir: tablesDir, hashFiles: true }),
    ({ sessions, datasets }) => `${sessions.numRows} sessions and ${datasets.numRows} datasets`,
  );
  return log.make(`openOne("${data}", { tablesDir })`, () => openOne(data, { tablesDir, decoders }), describeTables);
}

function describeTables(one: One): string {
  return [...one.tables.values()].map(({ name, numRows }) => `${name}: ${numRows} rows`).join(", ");
}

function describeSessions(sessions: readonly SessionRecord[]): string {
  const [latest] = sessions;
  return latest === undefined
    ? "no session"
    : `${sessions.length} sessions, the latest ${latest.subject} on ${latest.date}`;
}

/** List a session's datasets and load its objects; what is not on this disk is said, not hidden. */
async function showSession(one: One, session: SessionRecord, log: CallLog): Promise<DrawnFigure[]> {
  const label = `${session.subject}/${session.date}/${String(session.number).padStart(3, "0")}`;
  const datasets = await log.make(
    `one.listDatasetDetails("${label}")`,
    () => one.listDatasetDetails(session.eid),
    describeDatasets,
  );
  const wanted = new Map<string, { object: string; collection: string }>();
  for (const { rel_path } of datasets) {
    const { object, collection = "" } = relPathParts(rel_path);
    if (object !== undefined) wanted.set(`${collection}/${object}`, { object, collection });
  }
  const figures: DrawnFigure[] = [];
  for (const { object, collection } of [...wanted.values()].slice(0, OBJECTS_SHOWN)) {
    const loaded = await log.make(
      `one.loadObject("${label}", "${object}", { collection: "${collection}" })`,
      () => load(one, session.eid, { object, collection }),
      (result) => ("refused" in result ? result.refused : describeObject(result.object)),
    );
    if ("object" in loaded)
      figures.push(...(await draw(loaded.object, object, collection ? `${label} · ${collection}` : label)));
  }
  return figures;
}

type Loaded = { readonly object: AlfObject } | { readonly refused: string };

async function load(
  one: One,
  eid: string,
  { object, collection }: { object: string; collection: string },
): Promise<Loaded> {
  try {
    return { object: await one.loadObject(eid, object, { collection }) };
  } catch (error) {
    if (!isDataError(error)) throw error;
    return { refused: `${error.code}: ${error.message}` };
  }
}

function describeDatasets(records: readonly DatasetRecord[]): string {
  const extensions = new Set(records.map(({ rel_path }) => relPathParts(rel_path).extension ?? "?"));
  return records.length === 0 ? "no dataset" : `${records.length} datasets (${[...extensions].join(", ")})`;
}

function describeObject(object: AlfObject): string {
  const parts = Object.entries(object).map(([name, value]) => {
    if (value?.kind === "array") return `${name} ${value.dtype} (${value.shape.join(", ")})`;
    if (value?.kind === "table") return `${name} table (${value.rowCount} × ${value.columns.size})`;
    return `${name} ${value === undefined ? "(empty file)" : value.kind}`;
  });
  const shown = parts.slice(0, ATTRIBUTES_SHOWN).join("; ");
  return parts.length > ATTRIBUTES_SHOWN ? `${shown}; and ${parts.length - ATTRIBUTES_SHOWN} more` : shown;
}

/** Spikes become a raster and a drift map; of a table's columns the first that holds numbers over time becomes a line. */
async function draw(object: AlfObject, name: string, label: string): Promise<DrawnFigure[]> {
  const isArray = (attribute: string): boolean => object[attribute]?.kind === "array";
  if (name === "spikes" && isArray("times") && isArray("depths") && isArray("amps")) return drawSpikes(object, label);
  const [entry] = Object.entries(object).filter(([, value]) => value?.kind === "table");
  const series = entry === undefined ? undefined : firstSeries(entry[1] as AlfTable);
  if (entry === undefined || series === undefined) return [];
  const title = `${name}.${entry[0]}`;
  const svg = await linePlot([series], { title, subtitle: label, xLabel: "Row", yLabel: series.name });
  return [
    { name: title.replaceAll(/[^\w.-]/g, "_"), title, about: `Column ${series.name} of ${title}, ${label}.`, svg },
  ];
}

interface Series {
  readonly name: string;
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** The last column that holds numbers, against the row. */
function firstSeries({ columns, rowCount }: AlfTable): Series | undefined {
  for (const [name, { values }] of [...columns].reverse()) {
    if (Array.isArray(values.data) || values.dtype === "bool") continue;
    const y = Float64Array.from(values.data as ArrayLike<number | bigint>, Number);
    if (y.some((value) => Number.isFinite(value)))
      return { name, x: Float64Array.from({ length: rowCount }, (_, i) => i), y };
  }
  return undefined;
}
