import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const FOLDER = fileURLToPath(new URL("../../../fixtures/tables/", import.meta.url));

/** Content of a Parquet fixture, as its JSON says. */
export interface ExpectedTable {
  readonly rows: number;
  readonly columns: Readonly<Record<string, { readonly type: string; readonly values: readonly unknown[] }>>;
}

/** Names of the Parquet fixtures. */
export const parquetFixtures: readonly string[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".parquet"))
  .map((name) => name.slice(0, -".parquet".length));

/** Bytes of a fixture, aligned for typed arrays. */
export function fixtureBytes(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(`${FOLDER}${name}.parquet`));
}

/** What a fixture holds. Files that differ only in codec or encoding share the first one's JSON. */
export function expectedTable(name: string): ExpectedTable {
  const shared: Record<string, string> = {
    types: "types-snappy",
    encodings: "encodings-v1",
    nested: "nested-v1",
    text: "text-groups",
  };
  const file = shared[name.split("-")[0]!] ?? name;
  return JSON.parse(readFileSync(`${FOLDER}${file}.json`, "utf8"));
}
