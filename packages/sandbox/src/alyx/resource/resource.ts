import { type JsonValue } from "@neurophys/alf";
import { type Kysely } from "kysely";
import { type Tables } from "../../database/tables.ts";
import { type Account } from "../accounts/tokens.ts";
import { type ModelRow } from "../query/condition.ts";
import { type Sql } from "../query/sql-row.ts";

/** What can be done with records. */
export type ResourceAction = "list" | "create" | "read" | "update" | "partial_update" | "delete";

/** What serialising needs besides the row. */
export interface ReadContext {
  /** Address of the server as the client knows it, without a slash at its end. */
  readonly origin: string;
}

/** One field of a record as it is sent and received. The key it stands under is the field's name. */
export interface RecordField {
  /** The value as SQL; `undefined` for a field that is only written. */
  readonly read: ((row: ModelRow, context: ReadContext) => Sql) | undefined;
  /** How a value is taken; `undefined` for a field that is only read. */
  readonly write: FieldWriter | undefined;
  /** Its description for the schema of the server. */
  readonly schema: Readonly<Record<string, JsonValue>>;
}

/** Fields by name, in the order in which they are served. */
export type RecordFields = Readonly<Record<string, RecordField>>;

/** What a value of a body becomes. */
export interface Written {
  readonly columns?: Readonly<Record<string, unknown>> | undefined;
  /** Ids at the other end of a relation, which replace those that are there. */
  readonly links?: Readonly<Record<string, readonly (string | number)[]>> | undefined;
  readonly errors?: readonly string[] | undefined;
}

/** What is done when a transaction has ended, one way or the other. */
export interface Effects {
  /** Done once the records are written for good. */
  readonly onCommit: (effect: () => Promise<void>) => void;
  /** Done if nothing is written after all. */
  readonly onRollback: (effect: () => Promise<void>) => void;
}

/** Who writes, where, and through what. */
export interface WriteContext {
  readonly db: Kysely<Tables>;
  readonly account: Account;
  /** The present, as the server's clock has it: `2024-01-02T03:04:05.678000`. */
  readonly now: string;
  /** The record that is changed; `undefined` for a new one. */
  readonly id: string | undefined;
  /** What happens outside the database goes with the transaction. */
  readonly effects: Effects;
  /** The whole body. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** What is to be written: columns of the record, and ids at the other end of relations. */
export interface Change {
  readonly columns: Record<string, unknown>;
  readonly links: Record<string, readonly (string | number)[]>;
}

/** How a field is taken from a body. */
export interface FieldWriter {
  /** A new record without it is refused. */
  readonly isRequired: boolean;
  /** Value for a record that is sent without it. */
  readonly fallback?: ((context: WriteContext) => Written) | undefined;
  readonly take: (value: unknown, context: WriteContext) => Written | Promise<Written>;
  /** A list in a form is the field given several times. */
  readonly isList?: boolean | undefined;
}

/** A filter of a list by one parameter. `query` has the other parameters. */
export type ListFilter = (
  row: ModelRow,
  value: string,
  query: ReadonlyMap<string, string>,
) => Sql | undefined | Promise<Sql | undefined>;

/** Rules of a kind of record beyond its fields; run inside the transaction that writes. */
export interface ResourceHooks {
  /** Columns to add or change before the record is written. */
  readonly complete?:
    | ((columns: Record<string, unknown>, context: WriteContext) => Promise<Record<string, unknown>>)
    | undefined;
  /** References to add or change, likewise. */
  readonly completeLinks?: ((links: Change["links"], context: WriteContext) => Change["links"]) | undefined;
  /** What depends on the record, after it was written. */
  readonly afterWrite?: ((id: string, context: WriteContext) => Promise<void>) | undefined;
  readonly beforeDelete?: ((id: string, context: WriteContext) => Promise<void>) | undefined;
}

/** An endpoint of records: what is served, what is taken, how lists are filtered. */
export interface Resource {
  /** First part of the address, e.g. `sessions`. */
  readonly path: string;
  readonly model: string;
  /** Field that names a record in an address. */
  readonly lookup: string;
  readonly actions: readonly ResourceAction[];
  /** Name of the record in the server's schema. */
  readonly schemaName: string;
  /** As served in lists; also as served after `create` unless {@link createdAs} says otherwise. */
  readonly list: RecordFields;
  /** As served alone, and as taken. */
  readonly detail: RecordFields;
  /** Which of the two forms a new record is taken and answered in. */
  readonly createdAs: "list" | "detail";
  readonly filters: Readonly<Record<string, ListFilter>>;
  readonly hooks: ResourceHooks;
  /** Several records can be created by sending a list. */
  readonly takesLists: boolean;
}

/** A resource before the usual is filled in. */
export interface ResourceDraft extends Pick<Resource, "path" | "model" | "schemaName"> {
  readonly lookup?: string | undefined;
  readonly actions?: readonly ResourceAction[] | undefined;
  readonly list?: RecordFields | undefined;
  readonly detail: RecordFields;
  readonly createdAs?: "list" | "detail" | undefined;
  readonly filters?: Readonly<Record<string, ListFilter>> | undefined;
  readonly hooks?: ResourceHooks | undefined;
  readonly takesLists?: boolean | undefined;
}

const ALL_ACTIONS: readonly ResourceAction[] = ["list", "create", "read", "update", "partial_update", "delete"];

/** Fill in the usual: found by id, every action, one form for lists and single records, no filters of its own. */
export function defineResource(draft: ResourceDraft): Resource {
  const { lookup = "id", actions = ALL_ACTIONS, list, createdAs = "detail", filters = {}, hooks = {} } = draft;
  const takesLists = draft.takesLists ?? false;
  return { ...draft, lookup, actions, list: list ?? draft.detail, createdAs, filters, hooks, takesLists };
}
