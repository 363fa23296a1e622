import { type AlfValue } from "../ndarray.ts";

/** Where bytes came from, for messages and for values that only refer to their file. */
export interface DecodeContext {
  /** Key in the store, e.g. `"alf/spikes.times.npy"`. */
  readonly key: string;
  /** Path or URL without secrets. */
  readonly location: string;
  /** Aborts the call, which then rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
}

/** Turns the bytes of one dataset into its value. Throws a typed error if they are not what the extension says. */
export type Decoder = (bytes: Uint8Array<ArrayBuffer>, context: DecodeContext) => AlfValue | Promise<AlfValue>;

/**
 * Decoders by lower-case extension without the dot. Formats that need a library come from other packages
 * (`pqt`, `yaml` from `@neurophys/tables`) and are handed in, so that this package needs none.
 */
export type Decoders = Readonly<Record<string, Decoder>>;
