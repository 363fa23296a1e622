import { type DataWarning } from "@neurophys/alf";
import { MemoryStore } from "@neurophys/alf/store";
import { createOne, type OneOptions } from "../src/index.ts";
import { type One } from "../src/one.ts";
import { type CacheTable } from "../src/tables/cache-table.ts";
import { fixtureTables } from "./fixture-tables.ts";

/** A One over the fixture tables, with files below `/data`, as the cases of the reference were run. */
export function fixtureOne(options: Partial<OneOptions> = {}): One {
  return createOne({ tables: fixtureTables(), store: new MemoryStore(), location: "/data", ...options });
}

/** A list that warnings are put on. */
export function warningList(): {
  readonly warnings: DataWarning[];
  readonly onWarning: (warning: DataWarning) => void;
} {
  const warnings: DataWarning[] = [];
  return { warnings, onWarning: (warning) => warnings.push(warning) };
}

/** A table that counts which of its columns are read. */
export function countingTable(table: CacheTable): { readonly table: CacheTable; readonly read: string[] } {
  const read: string[] = [];
  return {
    read,
    table: {
      name: table.name,
      numRows: table.numRows,
      indexNames: table.indexNames,
      columnNames: table.columnNames,
      metadata: table.metadata,
      column: (name) => {
        read.push(name);
        return table.column(name);
      },
      unorderedColumns: (names) => {
        read.push(...names);
        return table.unorderedColumns(names);
      },
    },
  };
}
