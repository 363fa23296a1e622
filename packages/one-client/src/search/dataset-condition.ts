import { type Vector } from "apache-arrow";
import { flagColumn } from "./number-column.ts";
import { type TextColumn, textColumn } from "./text-column.ts";

/** The columns of the datasets table that a search over datasets reads; their rows may be in any order. */
export interface DatasetColumns {
  readonly eid: Vector;
  readonly relPath: Vector;
  /** Absent columns are read as: every dataset exists, none has a quality set. */
  readonly exists: Vector | undefined;
  readonly qc: Vector | undefined;
}

/** What the datasets of a session must satisfy. */
export interface DatasetCondition {
  /** Each must be fulfilled by the file name of some dataset that counts; none: any dataset will do, even a missing one. */
  readonly names: readonly ((fileName: string) => boolean)[];
  /** Whether a quality, by its name, is good enough for a dataset to count; one without a quality never does. */
  readonly acceptsQuality: (quality: string) => boolean;
}

/** Names tested in one pass over the rows: one bit each, the sign left alone. */
const NAMES_A_PASS = 30;

/**
 * The sessions whose datasets fulfil a condition: names are tested once for each distinct path, rows only on codes.
 *
 * @returns Session ids, in no particular order.
 * @see Source: `all_present` in `One.search` in ONE, `one/api.py`.
 */
export function sessionsWithDatasets(columns: DatasetColumns, condition: DatasetCondition): string[] {
  const eids = textColumn(columns.eid);
  const fulfilled = new Uint8Array(eids.values.length);
  if (condition.names.length === 0) {
    for (const code of eids.codes) fulfilled[code] = 1;
  } else {
    fulfilled.fill(1);
    const counts = rowTest(columns, condition);
    for (let i = 0; i < condition.names.length; i += NAMES_A_PASS) {
      const names = condition.names.slice(i, i + NAMES_A_PASS);
      const found = foundBits(eids, textColumn(columns.relPath), names, counts);
      const wanted = 2 ** names.length - 1;
      for (let code = 0; code < found.length; code++) if (found[code] !== wanted) fulfilled[code] = 0;
    }
  }
  return eids.values.filter((_, code) => fulfilled[code] === 1);
}

/** For each session code, one bit for each name that one of its datasets fulfils. */
function foundBits(
  eids: TextColumn,
  paths: TextColumn,
  names: readonly ((fileName: string) => boolean)[],
  counts: (row: number) => boolean,
): Int32Array {
  const bitsOfPath = bitsByValue(paths, names);
  const found = new Int32Array(eids.values.length);
  for (let row = 0; row < eids.codes.length; row++) {
    const bits = bitsOfPath[paths.codes[row] as number] as number;
    if (bits > 0) {
      const eid = eids.codes[row] as number;
      if ((bits & ~(found[eid] as number)) !== 0 && counts(row)) found[eid] = (found[eid] as number) | bits;
    }
  }
  return found;
}

/** For each distinct path, one bit for each name that its last component fulfils. */
function bitsByValue(paths: TextColumn, names: readonly ((fileName: string) => boolean)[]): Int32Array {
  return Int32Array.from(paths.values, (path) => {
    const fileName = path.slice(path.lastIndexOf("/") + 1);
    return names.reduce((bits, accepts, i) => (accepts(fileName) ? bits | (1 << i) : bits), 0);
  });
}

/** Whether a dataset counts: it exists and its quality is good enough. */
function rowTest(columns: DatasetColumns, condition: DatasetCondition): (row: number) => boolean {
  const exists = columns.exists === undefined ? undefined : flagColumn(columns.exists);
  if (columns.qc === undefined) {
    const accepted = condition.acceptsQuality("NOT_SET");
    return (row) => accepted && exists?.[row] !== 0;
  }
  const qualities = textColumn(columns.qc);
  const accepted = qualities.values.map((value) => condition.acceptsQuality(value));
  return (row) => exists?.[row] !== 0 && accepted[qualities.codes[row] as number] === true;
}
