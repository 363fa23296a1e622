import { type Credential } from "@neurophys/transfer";
import { type WantedFile } from "../../loading/fetch-files.ts";

/** Where a file can be had. */
export interface FileAddress {
  /** `http:` or `https:`. */
  readonly url: string;
  /** Proves who asks, where the source needs that. */
  readonly credential?: Credential | undefined;
}

/** A place that has the files of a database. */
export interface FileSource {
  /** For messages: `"aws"`, `"http"`. */
  readonly name: string;
  /**
   * Where each file can be had from this source, `(nFiles,)`; `undefined` where it does not have it.
   *
   * Rejects if the source is of no use at all; others are asked then.
   */
  locate(wanted: readonly WantedFile[], signal: AbortSignal | undefined): Promise<readonly (FileAddress | undefined)[]>;
}
