import { type JsonValue, type OnWarning } from "@neurophys/alf";
import { NotLoggedInError, TargetMismatchError } from "../errors/note-errors.ts";
import { type ImageReader, type ImageSource } from "../images/image-source.ts";
import { inspectImage } from "../images/inspect-image.ts";
import { checkWidth, type NoteWidth } from "../images/note-width.ts";
import { openImage } from "../images/open-image.ts";
import { uploadName } from "../images/upload-name.ts";
import { checkJson } from "./check-json.ts";
import { checkTarget, isMismatchFailure, type NoteTarget } from "./check-target.ts";
import { type NoteRecord, type NotesApi } from "./notes-api.ts";
import { deleteOlder } from "./older-notes.ts";

/** What a registration works with. */
export interface RegisterContext {
  /** Client of the database. */
  readonly alyx: NotesApi;
  /** Opens images. */
  readonly images: ImageReader;
  /** What the images are about. */
  readonly target: NoteTarget;
  /** True once the target was found in the database. */
  readonly isTargetChecked: boolean;
  /** Told about what went on although something was odd. */
  readonly onWarning: OnWarning | undefined;
}

/** One image and what is said of it. */
export interface RegisterRequest {
  /** The image. */
  readonly image: ImageSource;
  /** Text of the note. */
  readonly text: string;
  /** Document of the note. */
  readonly json: JsonValue;
  /** Width that the database makes it; `undefined` for the database's own. */
  readonly width: NoteWidth | undefined;
  /** Aborts the call. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Registers an image: everything is checked, then the new note is made, then the older ones are deleted.
 *
 * At no time is there no note: a failure leaves the old one, one between the two steps leaves both, and the next
 * registration deletes all that is older.
 *
 * @throws As `Snapshot.registerImage`.
 * @see Source: `Snapshot.register_image` in ibllib, `ibllib/plots/snapshot.py`. There the old note goes first.
 */
export async function registerNote(context: RegisterContext, request: RegisterRequest): Promise<NoteRecord> {
  const { alyx, target, onWarning } = context;
  const { text, json, signal } = request;
  if (!alyx.isLoggedIn) throw new NotLoggedInError();
  checkJson(json);
  const opened = await openImage(request.image, context.images);
  const facts = await inspectImage(opened.blob);
  const width = checkWidth(request.width, facts);
  const image = { name: uploadName(opened, facts.format), data: opened.blob };
  if (!context.isTargetChecked) await checkTarget(alyx, target, { signal });
  const created = await createNote(alyx, { ...target, text, json, width, image }, signal);
  await deleteOlder(alyx, created, { signal, onWarning });
  return created;
}

async function createNote(
  alyx: NotesApi,
  note: Parameters<NotesApi["createNote"]>[0],
  signal: AbortSignal | undefined,
): Promise<NoteRecord> {
  try {
    return await alyx.createNote(note, { signal });
  } catch (error) {
    if (!isMismatchFailure(error)) throw error;
    throw new TargetMismatchError(note.objectId, note.contentType, { cause: error });
  }
}
