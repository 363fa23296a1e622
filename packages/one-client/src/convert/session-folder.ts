import { IncompleteSessionError } from "../errors.ts";

/** What names a session's folder. */
export interface SessionFolderFields {
  /** Name of the laboratory; without one the folder begins with the subject. */
  readonly lab?: string | null | undefined;
  /** Name of the animal. */
  readonly subject: string;
  /** `YYYY-MM-DD`; what follows is cut off. */
  readonly date: string | Date;
  /** Number of the session on that day. */
  readonly number: number | string;
}

/**
 * Folder of a session: `[lab/Subjects/]subject/YYYY-MM-DD/NNN`, the number padded to three digits.
 *
 * @param root - Folder or URL to put before it; nothing if left out.
 * @throws IncompleteSessionError if a record of untyped origin lacks its subject, date or number.
 * @see Source: `ConversionMixin.session_record2path` in ONE, `one/converters.py`.
 */
export function sessionRecord2path(session: SessionFolderFields, root?: string | undefined): string {
  const { lab, subject, date, number } = session;
  const missing = Object.entries({ subject, date, number }).filter(([, value]) => (value ?? undefined) === undefined);
  if (missing.length > 0) throw new IncompleteSessionError(missing.map(([name]) => name));
  const day = typeof date === "string" ? date.slice(0, "YYYY-MM-DD".length) : date.toISOString().slice(0, 10);
  const folder = `${lab ? `${lab}/Subjects/` : ""}${subject}/${day}/${String(number).padStart(3, "0")}`;
  return root === undefined ? folder : joinLocation(root, folder);
}

/** A key below a folder or URL. */
export function joinLocation(location: string, key: string): string {
  return location === "" || location.endsWith("/") ? location + key : `${location}/${key}`;
}
