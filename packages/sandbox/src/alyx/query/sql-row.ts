import { type RawBuilder, sql } from "kysely";

/** A piece of SQL with its parameters. */
export type Sql = RawBuilder<unknown>;

/** Gives the rows of one statement names that no other row has. */
export class RowNames {
  #count = 0;

  /** The next name. */
  next(): string {
    this.#count += 1;
    return `r${this.#count}`;
  }
}

/** A column of a row. */
export const columnOf = (row: string, column: string): Sql => sql`${sql.ref(`${row}.${column}`)}`;

/** `from table row`. */
export const fromTable = (table: string, row: string): Sql => sql`${sql.table(table)} as ${sql.table(row)}`;

/** All of the conditions; true without any. */
export const allOf = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0 ? sql`true` : sql`(${sql.join([...conditions], sql` and `)})`;

/** A value as a parameter of a type. */
export const cast = (value: string | number | boolean, type: string): Sql =>
  sql`cast(${String(value)} as ${sql.raw(type)})`;
