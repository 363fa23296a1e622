/**
 * Defects of the reference that can be switched on again, for scripts that rely on them; each is named by what it does.
 */
export const ALYX_COMPAT = [
  /** O40: a dataset without URL in a session's record stops the reading of the whole session. */
  "url-required",
  /** O25: details of a session that the database does not know fail on a missing attribute. */
  "unknown-session-attribute",
] as const;

/** Name of one defect of the reference that can be switched on again. */
export type AlyxCompatName = (typeof ALYX_COMPAT)[number];

/** How records are read. */
export interface RecordOptions {
  /** Defects of the reference to reproduce; none by default. */
  readonly compat?: readonly AlyxCompatName[] | undefined;
}
