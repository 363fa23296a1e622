import { type AlfTable, type JsonDocument } from "@neurophys/alf";
import { type DecodeContext, type Decoder } from "@neurophys/alf/io";
import { openParquetBytes } from "../parquet/parquet-file.ts";
import { tableToAlf } from "./table-to-alf.ts";

/**
 * Decoder of Parquet datasets (`.pqt`); a file of no bytes is `undefined`.
 *
 * @throws the errors of `openParquet` and of `ParquetFile.readColumns`.
 * @see Source: `pandas.read_parquet` as ONE's `load_file_content` calls it; index columns stay columns, and are named.
 */
export async function parquetDecoder(
  bytes: Uint8Array<ArrayBuffer>,
  { key, signal }: DecodeContext,
): Promise<AlfTable | undefined> {
  if (bytes.length === 0) return undefined;
  const file = await openParquetBytes(bytes, { key, signal });
  return tableToAlf(await file.readColumns(undefined, { signal }));
}

/** Decoders to hand to the functions of `@neurophys/alf/io` that load datasets. YAML's library is loaded at the first use. */
export const tableDecoders: Readonly<Record<"pqt" | "yml" | "yaml", Decoder>> = {
  pqt: parquetDecoder,
  yml: lazyYaml,
  yaml: lazyYaml,
};

async function lazyYaml(bytes: Uint8Array<ArrayBuffer>, context: DecodeContext): Promise<JsonDocument | undefined> {
  const { yamlDecoder } = await import("../yaml/index.ts");
  return yamlDecoder(bytes, context);
}
