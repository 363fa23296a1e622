import { type RawBuilder, sql } from "kysely";
import { refuse } from "../rest/refusal.ts";

/** A piece of SQL with its parameters. */
export type Sql = RawBuilder<unknown>;

/**
 * Relations that the conditions of one list may go through. Planning takes longer with the square of their number and more:
 * hundreds would stop the database for minutes.
 */
const MAX_RELATIONS = 32;

/** Gives the rows of one statement names that no other row has. */
export class RowNames {
  #count = 0;
  #related = 0;

  /** The next name. */
  next(): string {
    this.#count += 1;
    return `r${this.#count}`;
  }

  /**
   * The next name, for a row that a condition finds by a relation.
   *
   * @throws Refusal 400 if there are too many.
   */
  nextRelated(): string {
    this.#related += 1;
    if (this.#related > MAX_RELATIONS) {
      throw refuse(400, `Too many conditions on related records (expected at most ${MAX_RELATIONS}).`);
    }
    return this.next();
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
