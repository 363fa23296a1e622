import { ALYX_COMPAT, datasetsToRecords, type RestRecord, sessionRecords } from "@neurophys/one-client/alyx";
import { type CallHandlers } from "./call-context.ts";

/** Columns of a datasets table without rows. */
const EMPTY_COLUMNS = ["rel_path", "file_size", "hash", "exists", "qc"];
const INDEX = ["eid", "id"];
const KNOWN_COLUMNS = new Set([...INDEX, ...EMPTY_COLUMNS, "default_revision"]);

type Row = Readonly<Record<string, unknown>>;

function frame(rows: readonly Row[]): { columns: readonly string[]; rows: unknown[][] } {
  const columns = rows[0] === undefined ? [...INDEX, ...EMPTY_COLUMNS] : Object.keys(rows[0]);
  return { columns, rows: rows.map((row) => columns.map((column) => row[column])) };
}

/** Records of the database as rows of tables. */
export const recordsCalls: CallHandlers = {
  ses2records: ({ args: [record] }, { compat }) => {
    const { session, datasets } = sessionRecords(record as RestRecord, { compat: compat ? ALYX_COMPAT : [] });
    const { id, ...fields } = session;
    // A session without datasets is recorded without its id, with the number of rows and the columns beside the index.
    return datasets.length === 0 ? [fields, 0, EMPTY_COLUMNS] : [{ name: id, ...fields }, frame(datasets)];
  },
  datasets2records: ({ args: [records], result }) => {
    // Which additional fields were asked for is not among the recorded arguments: only the columns tell.
    const { columns = [] } = (result ?? {}) as { columns?: readonly string[] };
    const additional = columns.filter((name) => !KNOWN_COLUMNS.has(name));
    return frame(datasetsToRecords(records as RestRecord | RestRecord[], additional));
  },
};
