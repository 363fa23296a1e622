/** Values as they are shown in messages: quoted, at most this many. */
const SHOWN = 20;

/** List values for a message, the way the reference does: `"a", "b"`. */
export function quoted(values: readonly string[]): string {
  const shown = values.slice(0, SHOWN).map((value) => `"${value}"`);
  return (values.length > SHOWN ? [...shown, `… ${values.length - SHOWN} more`] : shown).join(", ");
}

/** Show any value in a message, cut to a readable length. */
export function show(value: unknown): string {
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
