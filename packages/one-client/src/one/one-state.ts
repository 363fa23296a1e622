import { type CacheTables, withTable } from "../tables/cache-tables.ts";
import { type OneContext } from "./one-context.ts";
import { type TableFiles } from "./table-files.ts";

/** Everything a `One` is made of; `createOne` fills in what a caller leaves out. */
export interface OneParts extends Omit<OneContext, "replaceTable" | "recordIds"> {
  /** Where tables are read from again and written to. */
  readonly tableFiles: TableFiles | undefined;
  /** Whether closing saves the tables. */
  readonly saveOnClose: boolean;
  /** The time. */
  readonly now: () => Date;
}

/** What changes while a `One` is used: its tables, and the ids of the datasets that were loaded. */
export class OneState {
  /** What it was made of. */
  readonly parts: OneParts;
  /** What the functions behind the methods work on; its tables are always the present ones. */
  readonly context: OneContext;
  /** Ids of the datasets whose files were found. */
  readonly loadedIds: Set<string> = new Set();
  /** Where the tables were last read from, if not where they usually are. */
  tablesDir: string | undefined = undefined;
  #cache: CacheTables;

  constructor(parts: OneParts) {
    this.parts = parts;
    this.#cache = parts.cache;
    const current = (): CacheTables => this.#cache;
    this.context = {
      ...parts,
      get cache(): CacheTables {
        return current();
      },
      replaceTable: async (table) => {
        this.#cache = { ...withTable(this.#cache, table), modifiedTime: parts.now() };
      },
      recordIds: (ids) => {
        for (const id of ids) this.loadedIds.add(id);
      },
    };
  }

  /** The tables as they are now. */
  get cache(): CacheTables {
    return this.#cache;
  }

  /** Take other tables in their place. */
  set cache(cache: CacheTables) {
    this.#cache = cache;
  }
}
