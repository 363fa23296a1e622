import { type Kysely } from "kysely";
import { type Tables } from "../../database/tables.ts";
import { type Account } from "../accounts/tokens.ts";

/** What every endpoint works with. */
export interface Server {
  readonly db: Kysely<Tables>;
  /** Folder of images of notes. */
  readonly mediaDir: string;
  /** Folder of `cache.zip` and `cache_info.json`; `undefined` without them. */
  readonly tablesDir: string | undefined;
  readonly isReadOnly: boolean;
  readonly clock: () => Date;
  /** Address of the server if it is not the one that requests come to; without a slash at its end. */
  readonly publicUrl: string | undefined;
  /** Pixels that wider images of notes are reduced to. */
  readonly imageWidth: number;
  readonly onFailure: (error: unknown) => void;
}

/** What a request carries with it through the app. */
export interface ServerEnv {
  Variables: { account: Account };
}
