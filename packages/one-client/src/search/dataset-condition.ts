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
  /** Datasets in the session folder itself do not count where the session has others in folders. Default: false. */
  readonly hidesRoot?: boolean | undefined;
}

/** Names tested in one pass over the rows: one bit each, the sign left alone. */
const NAMES_A_PASS = 30;

/**
 * The sessions whose datasets fulfil a condition: names are tested once for each distinct path, rows only on codes.
 *
 * @returns `(nEids,)` 1 for each code of the `eid` column whose session's datasets fulfil the condition, else 0.
 * @see Source: `all_present` in `One.search` in ONE, `one/api.py`.
 */
export function sessionsWithDatasets(columns: DatasetColumns, condition: DatasetCondition): Uint8Array {
  const eids = textColumn(columns.eid);
  const fulfilled = new Uint8Array(eids.values.length);
  if (condition.names.length === 0) {
    for (const code of eids.codes) fulfilled[code] = 1;
  } else {
    fulfilled.fill(1);
    const counting = countingRows(columns, condition, eids.codes.length);
    const paths = textColumn(columns.relPath);
    for (let i = 0; i < condition.names.length; i += NAMES_A_PASS) {
      const names = condition.names.slice(i, i + NAMES_A_PASS);
      const found = foundBits(eids, paths.codes, { bitsOfPath: bitsByValue(paths, names), counting });
      const wanted = 2 ** names.length - 1;
      for (let code = 0; code < found.length; code++) if (found[code] !== wanted) fulfilled[code] = 0;
    }
  }
  return fulfilled;
}

/** Which datasets count: those that exist and whose quality is good enough. */
interface CountingRows {
  /** `(nRows,)` 1 where the dataset exists. */
  readonly exists: Uint8Array;
  /** `(nRows,)` code of the quality. */
  readonly qualities: Int32Array;
  /** 1 for each quality code that is good enough. */
  readonly isGood: Uint8Array;
}

function countingRows(columns: DatasetColumns, condition: DatasetCondition, nRows: number): CountingRows {
  const flags = columns.exists === undefined ? new Uint8Array(nRows).fill(1) : flagColumn(columns.exists);
  const exists = condition.hidesRoot ? withoutHiddenRoot(columns, flags) : flags;
  const qualities =
    columns.qc === undefined ? { codes: new Int32Array(nRows), values: ["NOT_SET"] } : textColumn(columns.qc);
  const isGood = Uint8Array.from(qualities.values, (name) => (condition.acceptsQuality(name) ? 1 : 0));
  return { exists, qualities: qualities.codes, isGood };
}

/** Flags with 0 for datasets in the session folder itself, of sessions that have others in folders. */
function withoutHiddenRoot(columns: DatasetColumns, flags: Uint8Array): Uint8Array {
  const eids = textColumn(columns.eid);
  const paths = textColumn(columns.relPath);
  const isNested = Uint8Array.from(paths.values, (path) => (path.includes("/") ? 1 : 0));
  const hasFolder = new Uint8Array(eids.values.length);
  paths.codes.forEach((path, row) => {
    if (isNested[path] === 1) hasFolder[eids.codes[row]!] = 1;
  });
  return flags.map((flag, row) => (isNested[paths.codes[row]!] === 0 && hasFolder[eids.codes[row]!] === 1 ? 0 : flag));
}

/** For each session code, one bit for each name that one of its datasets fulfils. */
function foundBits(
  eids: TextColumn,
  paths: Int32Array,
  { bitsOfPath, counting }: { readonly bitsOfPath: Int32Array; readonly counting: CountingRows },
): Int32Array {
  const { exists, qualities, isGood } = counting;
  const { codes } = eids;
  const found = new Int32Array(eids.values.length);
  for (let row = 0; row < codes.length; row++) {
    const bits = bitsOfPath[paths[row]!]!;
    if (bits > 0 && exists[row] === 1 && isGood[qualities[row]!] === 1) found[codes[row]!] = found[codes[row]!]! | bits;
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
