import { type DecodeCsvOptions, decodeCsv, type EncodeCsvOptions, encodeCsv } from "@neurophys/alf/text";
import { type Table } from "apache-arrow";
import { tableFromAlf } from "../alf/table-from-alf.ts";
import { tableToAlf } from "../alf/table-to-alf.ts";

/**
 * Read a delimited text table into Arrow, with the column types that pandas' defaults give.
 *
 * @throws the errors of `decodeCsv` in `@neurophys/alf/text`.
 * @see Source: `pandas.read_csv`.
 */
export function readCsvTable(bytes: Uint8Array<ArrayBuffer>, options: DecodeCsvOptions = {}): Table {
  return tableFromAlf(decodeCsv(bytes, options));
}

/**
 * Write an Arrow table as delimited text, as pandas does; nested values as JSON.
 *
 * @returns UTF-8, lines ending in LF.
 * @throws the errors of `encodeCsv` in `@neurophys/alf/text`.
 * @see Source: `pandas.DataFrame.to_csv` with `index=False`; index columns are columns of the table here.
 */
export function writeCsvTable(table: Table, options: EncodeCsvOptions = {}): Uint8Array<ArrayBuffer> {
  return encodeCsv(tableToAlf(table), options);
}
