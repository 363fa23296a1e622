import { type JsonValue } from "@neurophys/alf";
import { Secret } from "./secret.ts";

/** A value of a settings file, where passwords and tokens are wrapped. */
export type SettingValue =
  | null
  | boolean
  | number
  | string
  | Secret
  | readonly SettingValue[]
  | { readonly [key: string]: SettingValue | undefined };

/** A settings file that holds an object. */
export type SettingsRecord = Readonly<Record<string, SettingValue | undefined>>;

/** Names of settings whose values nobody should see. */
const PRIVATE_NAME = /pwd|passw|token|secret|key/i;

/**
 * Wrap what is private in JSON read from a file: every text under a name that speaks of passwords, tokens, secrets or keys.
 *
 * @param isPrivate - Wrap all text, whatever its name. Default false.
 */
export function wrapSecrets(value: JsonValue, isPrivate = false): SettingValue {
  if (typeof value === "string") return isPrivate ? new Secret(value) : value;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item: JsonValue) => wrapSecrets(item, isPrivate));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      wrapSecrets(item as JsonValue, isPrivate || PRIVATE_NAME.test(name)),
    ]),
  );
}

/** The inverse of {@link wrapSecrets}, for writing; `undefined` fields are left out. */
export function revealSecrets(value: SettingValue): JsonValue {
  if (value instanceof Secret) return value.reveal();
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item: SettingValue) => revealSecrets(item));
  const fields = Object.entries(value).filter((field): field is [string, SettingValue] => field[1] !== undefined);
  return Object.fromEntries(fields.map(([name, item]) => [name, revealSecrets(item)]));
}

/** True for an object among the values. */
export function isSettings(value: SettingValue | undefined): value is SettingsRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Secret);
}
