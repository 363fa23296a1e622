import { type AlfColumn, type AlfTable } from "@neurophys/alf";
import { decodeCsv } from "@neurophys/alf/text";
import { InvalidOntologyError } from "../errors/atlas-errors.ts";
import { type BrainRegion, type RegionMapping } from "./brain-regions.ts";

/** One cell as text; `undefined` where there is none. */
function cellsOf(column: AlfColumn | undefined): (row: number) => string | undefined {
  return (row) => {
    if (column === undefined || column.validity?.[row] === 0) return undefined;
    const value: unknown = column.values.data[row];
    if (value === null || value === undefined || (typeof value === "number" && Number.isNaN(value))) return undefined;
    const text = String(value).trim();
    return text === "" ? undefined : text;
  };
}

function columnOf(table: AlfTable, names: readonly string[], isNeeded: boolean): (row: number) => string | undefined {
  const name = names.find((one) => table.columns.has(one));
  if (name === undefined && isNeeded) {
    throw new InvalidOntologyError(
      `no column "${names[0]}"`,
      `columns id, acronym and name; found ${[...table.columns.keys()].join(", ")}`,
    );
  }
  return cellsOf(name === undefined ? undefined : table.columns.get(name));
}

function idOf(text: string | undefined, row: number): number {
  const id = Number(text);
  if (text !== undefined && Number.isSafeInteger(id) && id >= 0) return id;
  throw new InvalidOntologyError(`id ${JSON.stringify(text ?? "")} in row ${row}`, "whole numbers from 0");
}

/** Colours are six hexadecimal digits, of which spreadsheets lose leading zeros. */
function colourOf(text: string | undefined): string {
  const digits = (text ?? "888888").replace(/^#/, "").replace(/\.0$/, "").padStart(6, "0").toLowerCase();
  return /^[0-9a-f]{6}$/.test(digits) ? `#${digits}` : "#888888";
}

/** Path from the root by the parents, for tables without one. */
function pathOf(id: number, parents: ReadonlyMap<number, number | undefined>): readonly number[] {
  const path = [id];
  for (let above = parents.get(id); above !== undefined; above = parents.get(above)) {
    if (path.includes(above)) throw new InvalidOntologyError(`region ${above} within itself`, "a tree");
    path.unshift(above);
  }
  return path;
}

/**
 * Reads a table of brain regions, as the Allen Institute publishes it.
 *
 * @param bytes - CSV with a line of names: `id`, `acronym`, `name` or `safe_name`, and if they are there
 *   `parent_structure_id`, `structure_id_path` (`"/997/8/567/"`) and `color_hex_triplet`.
 * @returns Regions in the order of the table.
 * @throws {@link InvalidOntologyError} if a column or an id is missing.
 * @throws errors of `@neurophys/alf/text` for what is no CSV.
 */
export function parseOntology(bytes: Uint8Array<ArrayBuffer>): readonly BrainRegion[] {
  const table = decodeCsv(bytes, { source: "ontology" });
  const ids = columnOf(table, ["id", "structure_id"], true);
  const acronyms = columnOf(table, ["acronym"], true);
  const names = columnOf(table, ["name", "safe_name"], true);
  const above = columnOf(table, ["parent_structure_id", "parent_id", "parent"], false);
  const paths = columnOf(table, ["structure_id_path"], false);
  const colours = columnOf(table, ["color_hex_triplet", "color", "colour"], false);
  const rows = Array.from({ length: table.rowCount }, (_, row) => row);
  const parents = new Map(
    rows.map((row) => {
      const parent = above(row);
      return [idOf(ids(row), row), parent === undefined ? undefined : idOf(parent, row)] as const;
    }),
  );
  return rows.map((row) => {
    const id = idOf(ids(row), row);
    const path = paths(row)
      ?.split("/")
      .filter((part) => part !== "")
      .map((part) => idOf(part, row));
    return {
      id,
      acronym: acronyms(row) ?? String(id),
      name: names(row) ?? acronyms(row) ?? String(id),
      parentId: parents.get(id) ?? path?.at(-2),
      path: path ?? pathOf(id, parents),
      colour: colourOf(colours(row)),
    };
  });
}

/**
 * Reads a table of mappings: the first column holds ids of regions, each other one ids of coarser regions, under the
 * name of the mapping.
 *
 * @param bytes - CSV, e.g. `id,Beryl,Cosmos`. Negative ids, of the left hemisphere, are left out: they follow the right.
 * @throws {@link InvalidOntologyError} if there is no second column, or an id is none.
 */
export function parseMappings(bytes: Uint8Array<ArrayBuffer>): ReadonlyMap<string, RegionMapping> {
  const table = decodeCsv(bytes, { source: "mappings" });
  const [source, ...others] = table.columns;
  if (source === undefined || others.length === 0) {
    throw new InvalidOntologyError("a table without a mapping", "a column of ids and one or more of coarser ids");
  }
  const ids = cellsOf(source[1]);
  const rows = Array.from({ length: table.rowCount }, (_, row) => row).filter((row) => Number(ids(row)) >= 0);
  const mappings = others.map(([name, column]): readonly [string, RegionMapping] => {
    const coarser = cellsOf(column);
    const known = rows.filter((row) => coarser(row) !== undefined);
    return [name, new Map(known.map((row) => [idOf(ids(row), row), idOf(coarser(row), row)]))];
  });
  return new Map(mappings);
}

/**
 * A mapping onto some regions: each region maps to the nearest of them that it is, or is part of, as Beryl and Cosmos
 * are made of lists of regions.
 *
 * @param targets - Ids of the coarser regions.
 */
export function mappingOnto(targets: Iterable<number>): RegionMapping {
  return new Map([...targets].map((id) => [id, id]));
}
