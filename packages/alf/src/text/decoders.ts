import { type DecodeContext, type Decoder } from "../io/decoder.ts";
import { type AlfValue } from "../ndarray.ts";
import { decodeCsv } from "./decode-csv.ts";
import { decodeJson, decodeJsonLines } from "./decode-json.ts";

/**
 * Decoders of `.csv`, `.ssv` (spaces), `.tsv` and `.htsv` (tabs), `.json` and `.jsonable`, for the functions that load
 * datasets by extension.
 *
 * A file of no bytes is `undefined`. The first line of a table holds the names of its columns, also where a rig wrote
 * none: for such files hand in a decoder of your own that calls `decodeCsv` with `header: false`.
 *
 * @see Source: `load_file_content` in ONE, `one/alf/io.py`; broken JSON is an error here and `None` there, and one column
 *   is a table here and a Series there.
 */
export const textDecoders: Readonly<Record<"csv" | "ssv" | "tsv" | "htsv" | "json" | "jsonable", Decoder>> = {
  csv: tableDecoder(","),
  ssv: tableDecoder(" "),
  tsv: tableDecoder("\t"),
  htsv: tableDecoder("\t"),
  json: (bytes, { key }) => (bytes.length === 0 ? undefined : decodeJson(bytes, { source: key })),
  jsonable: (bytes, { key }) => (bytes.length === 0 ? undefined : decodeJsonLines(bytes, { source: key })),
};

function tableDecoder(delimiter: string): Decoder {
  return (bytes: Uint8Array<ArrayBuffer>, { key }: DecodeContext): AlfValue =>
    bytes.length === 0 ? undefined : decodeCsv(bytes, { delimiter, source: key });
}
