import { type Tables } from "../../database/tables.ts";

/** What a column holds. */
export type ScalarKind = "text" | "uuid" | "integer" | "number" | "boolean" | "datetime" | "date" | "json";

/** Values of a column that stand for words, with the words. */
export type Choices = readonly (readonly [value: number | string, label: string])[];

/** Rules of a value that is written. */
export interface FieldRules {
  /** Need not be given; a text may be empty. */
  readonly optional?: boolean | undefined;
  /** May be missing; need not be given either. */
  readonly nullable?: boolean | undefined;
  /** Longest text. */
  readonly maxLength?: number | undefined;
  /** Least number. */
  readonly minimum?: number | undefined;
  /** What a text must look like, and what is said of one that does not. */
  readonly pattern?: readonly [pattern: RegExp, message: string] | undefined;
  /** No two records have the same value. */
  readonly unique?: boolean | undefined;
  readonly choices?: Choices | undefined;
}

/** A column with a value of its own. */
export interface ScalarField extends FieldRules {
  readonly kind: ScalarKind;
  readonly column: string;
}

/** A reference to one record. */
export interface OneField extends FieldRules {
  readonly kind: "one";
  readonly column: string;
  readonly to: string;
}

/** References to many records, through a table of pairs. */
export interface ManyField {
  readonly kind: "many";
  readonly to: string;
  readonly through: keyof Tables;
  /** Column of this record in the table of pairs. */
  readonly near: string;
  /** Column of the other record. */
  readonly far: string;
}

/** Records that refer to this one. */
export interface ReverseField {
  readonly kind: "reverse";
  readonly to: string;
  /** Column of those records with this record's id. */
  readonly column: string;
  /** Further columns and values that those records must have. */
  readonly contentTypes?: readonly string[] | undefined;
}

/** Anything that a filter can name. */
export type ModelField = ScalarField | OneField | ManyField | ReverseField;

/** A kind of record: its table, and what can be asked of it. Names are those of Alyx's models. */
export interface Model {
  /** As messages say it, e.g. `ProbeInsertion`. */
  readonly name: string;
  readonly table: keyof Tables;
  /** As messages on duplicates say it, e.g. `probe insertion`. */
  readonly words: string;
  /** Column of the id. */
  readonly key: "id";
  readonly fields: Readonly<Record<string, ModelField>>;
  /** Fields that records are sorted by; `-` before a name for descending. */
  readonly order: readonly string[];
  /** Sets of fields whose values together are unique, checked before writing. */
  readonly together: readonly (readonly string[])[];
  /** Columns that are set to the present time at every change. */
  readonly stamps: readonly string[];
  /** Columns that are set to the present time when a record is made without them. */
  readonly born: readonly string[];
}

/** A field before its name is known. */
export type FieldDraft =
  | ({ readonly kind: ScalarKind; readonly column?: string } & FieldRules)
  | ({ readonly kind: "one"; readonly column?: string; readonly to: string } & FieldRules)
  | ManyField
  | ReverseField;

/** A model before its fields have columns. */
export interface ModelDraft {
  readonly name: string;
  readonly table: keyof Tables;
  readonly words?: string | undefined;
  readonly fields: Readonly<Record<string, FieldDraft>>;
  readonly order?: readonly string[] | undefined;
  readonly together?: readonly (readonly string[])[] | undefined;
  readonly stamps?: readonly string[] | undefined;
  readonly born?: readonly string[] | undefined;
}

function finish(name: string, draft: FieldDraft): ModelField {
  if (draft.kind === "many" || draft.kind === "reverse") return draft;
  if (draft.kind === "one") return { ...draft, column: draft.column ?? `${name}_id` };
  return { ...draft, column: draft.column ?? name };
}

/** Give every field its column: its own name, or its name and `_id` for a reference. */
export function defineModel(draft: ModelDraft): Model {
  const { name, table, fields, order = ["id"], together = [], stamps = [], born = [] } = draft;
  const words = draft.words ?? name.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
  const finished = Object.entries(fields).map(([field, value]) => [field, finish(field, value)] as const);
  return { name, table, words, key: "id", fields: Object.fromEntries(finished), order, together, stamps, born };
}
