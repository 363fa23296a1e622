import { type DataWarning, type JsonValue, type OnWarning } from "@neurophys/alf";
import { isBefore } from "./note-time.ts";
import { answerStatus, type NoteRecord, type NotesApi, type RequestOptions } from "./notes-api.ts";

/** What makes a note the same figure as another one. */
export interface NoteKey {
  /** Text of the note. */
  readonly text: string;
  /** Its document, whose `name` counts. */
  readonly json: JsonValue;
}

function nameIn(json: JsonValue | undefined): JsonValue | undefined {
  const isRecord = typeof json === "object" && json !== null && !Array.isArray(json);
  return isRecord ? (json as Readonly<Record<string, JsonValue>>)["name"] : undefined;
}

/**
 * True for a note of the same figure: its text is the same, and the `name` in its document is that text, or the name of
 * the new note.
 *
 * Compared here and not by the database, which cuts texts at commas and runs those in brackets as programs.
 *
 * @see Source: `Snapshot.register_image` in ibllib, `ibllib/plots/snapshot.py`. There a note whose `name` is another than
 *   its text is never replaced.
 */
export function isSameFigure(note: Pick<NoteRecord, "text" | "json">, { text, json }: NoteKey): boolean {
  if (note.text !== text) return false;
  const name = nameIn(note.json);
  return typeof name === "string" && (name === text || name === nameIn(json));
}

/** What {@link deleteOlder} works with. */
export interface DeleteOlderOptions extends Pick<RequestOptions, "signal"> {
  /** Told if an old note could not be deleted; the next registration tries again. */
  readonly onWarning?: OnWarning | undefined;
}

const keptWarning = (id: string, reason: string): DataWarning => ({
  code: "snapshot/old-note-kept",
  category: "RuntimeWarning",
  message: `The new note is there, but the older one ${id} could not be deleted (the next registration will try): ${reason}`,
});

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Ids of the notes of the same figure that are older than one that was just made.
 *
 * All times are those of one answer, which orders all notes alike for everybody who asks: whatever the database's clock
 * does, nobody deletes the last one. If the new note is gone, a program that came later deleted it, and the older ones too.
 */
async function listOlder(alyx: NotesApi, created: NoteRecord, options: DeleteOlderOptions): Promise<readonly string[]> {
  const { object_id: objectId, text, json } = created;
  if (typeof objectId !== "string") return [];
  const key = { text: String(text ?? ""), json: json ?? null };
  const notes = await alyx.list(
    "notes",
    { django: `object_id,${objectId}` },
    { noCache: true, signal: options.signal },
  );
  const made = notes.find(({ id }) => id === created.id)?.["date_time"];
  return notes
    .filter((note) => isSameFigure({ text: String(note["text"]), json: note["json"] ?? null }, key))
    .filter((note) => note["id"] !== created.id && isBefore(note["date_time"], made))
    .flatMap(({ id }) => (typeof id === "string" ? [id] : []));
}

/**
 * Deletes all older notes of a figure after its new one was made.
 *
 * Only what is older than the new note goes, so that of programs that register the same figure at once the last one's note
 * stays. Whatever fails here leaves more notes, never fewer.
 *
 * @param created - The new note as the database answered it.
 * @returns Ids of the notes that were deleted.
 * @throws The signal's reason if it aborts; no other failure: those are warnings.
 */
export async function deleteOlder(
  alyx: NotesApi,
  created: NoteRecord,
  options: DeleteOlderOptions = {},
): Promise<readonly string[]> {
  const deleted: string[] = [];
  const older = await attempt(() => listOlder(alyx, created, options), "of this figure", options);
  for (const id of older ?? []) {
    if (await attempt(() => deleteNote(alyx, id, options.signal), id, options)) deleted.push(id);
  }
  return deleted;
}

/** Does something of which a failure is worth a warning. */
async function attempt<T>(
  work: () => Promise<T>,
  note: string,
  { signal, onWarning }: DeleteOlderOptions,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    signal?.throwIfAborted();
    onWarning?.(keptWarning(note, reasonOf(error)));
    return undefined;
  }
}

/** Deletes one note. @returns False if somebody else did. */
async function deleteNote(alyx: NotesApi, id: string, signal: AbortSignal | undefined): Promise<boolean> {
  try {
    await alyx.delete("notes", id, { signal });
    return true;
  } catch (error) {
    if (answerStatus(error) === 404) return false;
    throw error;
  }
}
