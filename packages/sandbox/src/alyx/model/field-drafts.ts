import { type Tables } from "../../database/tables.ts";
import { type FieldDraft, type FieldRules, type ManyField, type ReverseField } from "./model.ts";

/** A column of text. */
export const text = (rules: FieldRules = {}): FieldDraft => ({ kind: "text", ...rules });

/** A text that may be left empty. */
export const optionalText = (maxLength?: number): FieldDraft => ({ kind: "text", optional: true, maxLength });

/** The id of a record. */
export const uuid = (rules: FieldRules = {}): FieldDraft => ({ kind: "uuid", ...rules });

/** A whole number; missing unless the rules say otherwise. */
export const integer = (rules: FieldRules = { nullable: true }): FieldDraft => ({ kind: "integer", ...rules });

/** A number; missing unless the rules say otherwise. */
export const number = (rules: FieldRules = { nullable: true }): FieldDraft => ({ kind: "number", ...rules });

/** Yes or no; no unless given. */
export const boolean = (rules: FieldRules = { optional: true }): FieldDraft => ({ kind: "boolean", ...rules });

/** A moment; the present unless given. */
export const datetime = (rules: FieldRules = { nullable: true }): FieldDraft => ({ kind: "datetime", ...rules });

/** A day. */
export const date = (): FieldDraft => ({ kind: "date", nullable: true });

/** A structured value. */
export const json = (): FieldDraft => ({ kind: "json", nullable: true });

/** A reference to one record. */
export const one = (to: string, rules: FieldRules = { nullable: true }): FieldDraft => ({ kind: "one", to, ...rules });

/** References through a table of pairs. */
export function many(to: string, through: keyof Tables, [near, far]: readonly [string, string]): ManyField {
  return { kind: "many", to, through, near, far };
}

/** Records that refer to this one. */
export const reverse = (to: string, column: string): ReverseField => ({ kind: "reverse", to, column });
