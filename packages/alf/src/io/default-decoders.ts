import { npyDecoders } from "../npy/decoders.ts";
import { textDecoders } from "../text/decoders.ts";
import { type Decoders } from "./decoder.ts";

/**
 * Decoders of every format that needs no library: npy, npz, sparse_npz, csv, ssv, tsv, htsv, json and jsonable.
 *
 * Parquet and YAML come from `@neurophys/tables`: `{ ...defaultDecoders, ...tableDecoders }`.
 */
export const defaultDecoders: Decoders = { ...npyDecoders, ...textDecoders };
