import { QC, QC_NAMES } from "@neurophys/alf";
import {
  makeBoolVector,
  makeDateVector,
  makeDictionaryVector,
  makeNumberVector,
  makeTable,
  makeUtf8Vector,
  writeParquet,
} from "@neurophys/tables";
import { type Vector } from "apache-arrow";
import { type DatasetRow, type SessionRow } from "./table-rows.ts";

/** What a table's file says besides its columns, under `one_metadata`. */
export interface TableOrigin {
  /** `YYYY-MM-DD HH:MM`. */
  readonly dateCreated: string;
  readonly origin: string;
}

const DAY_MS = 86_400_000;

/**
 * Write the sessions table as Parquet.
 *
 * @see Source: columns and types of `EMPTY_SESSIONS_FRAME` in ONE, `one/alf/cache.py`.
 */
export async function encodeSessions(rows: readonly SessionRow[], origin: TableOrigin): Promise<Uint8Array> {
  const days = Int32Array.from(rows, ({ date }) => Date.parse(`${date}T00:00:00Z`) / DAY_MS);
  const columns = new Map<string, Vector>([
    ["lab", dictionary(rows.map(({ lab }) => lab))],
    ["subject", dictionary(rows.map(({ subject }) => subject))],
    ["date", makeDateVector(days)],
    ["number", makeNumberVector(Uint16Array.from(rows, (row) => row.number))],
    ["task_protocol", dictionary(rows.map(({ taskProtocol }) => taskProtocol))],
    ["projects", dictionary(rows.map(({ projects }) => projects))],
    ["id", makeUtf8Vector(rows.map(({ id }) => id))],
  ]);
  const index = ["id"];
  return await writeParquet(makeTable(columns), { index, keyValueMetadata: metadata(origin, index) });
}

/**
 * Write the datasets table as Parquet.
 *
 * @see Source: columns and types of `EMPTY_DATASETS_FRAME` in ONE, `one/alf/cache.py`, and `default_revision`, which
 *   tables of Alyx have.
 */
export async function encodeDatasets(rows: readonly DatasetRow[], origin: TableOrigin): Promise<Uint8Array> {
  const sizes = BigUint64Array.from(rows, ({ fileSize }) => BigInt(fileSize ?? 0));
  const levels = rows.map(({ qc }) => QC_NAMES.findIndex((name) => QC[name] === qc));
  const columns = new Map<string, Vector>([
    ["rel_path", dictionary(rows.map(({ relPath }) => relPath))],
    [
      "file_size",
      makeNumberVector(sizes, { validity: Uint8Array.from(rows, ({ fileSize }) => Number(fileSize !== null)) }),
    ],
    ["hash", makeUtf8Vector(rows.map(({ hash }) => hash))],
    ["exists", makeBoolVector(Uint8Array.from(rows, ({ exists }) => Number(exists)))],
    ["qc", makeDictionaryVector(Int32Array.from(levels), [...QC_NAMES], { ordered: true })],
    ["default_revision", makeBoolVector(Uint8Array.from(rows, ({ defaultRevision }) => Number(defaultRevision)))],
    ["eid", dictionary(rows.map(({ eid }) => eid))],
    ["id", makeUtf8Vector(rows.map(({ id }) => id))],
  ]);
  const index = ["eid", "id"];
  return await writeParquet(makeTable(columns), {
    index,
    dtypes: { file_size: "UInt64" },
    keyValueMetadata: metadata(origin, index),
  });
}

function metadata({ dateCreated, origin }: TableOrigin, sortedBy: readonly string[]): ReadonlyMap<string, string> {
  return new Map([
    ["one_metadata", JSON.stringify({ date_created: dateCreated, origin })],
    // spares @neurophys/one-client a look at all rows
    ["neurophys_sorted_by", sortedBy.join()],
  ]);
}

/** Text that repeats, as codes. */
function dictionary(texts: readonly string[]): Vector {
  const codeOf = new Map<string, number>();
  const codes = Int32Array.from(texts, (text) => {
    const code = codeOf.get(text) ?? codeOf.size;
    codeOf.set(text, code);
    return code;
  });
  return makeDictionaryVector(codes, [...codeOf.keys()]);
}
