import { type JsonValue, type OnWarning } from "@neurophys/alf";
import { isSnapshotError } from "./errors.ts";
import { browserImages } from "./images/browser-images.ts";
import { type ImageReader, type ImageSource } from "./images/image-source.ts";
import { checkWidthValue, type NoteWidth } from "./images/note-width.ts";
import { broadcast, type ListsOfImages } from "./notes/broadcast.ts";
import { checkJson } from "./notes/check-json.ts";
import { type NoteRecord, type NotesApi } from "./notes/notes-api.ts";
import { canonicalObjectId } from "./notes/object-id.ts";
import { registerNote } from "./notes/register-note.ts";

/** What holds a client of the database: `OneAlyx`, or a record of your own. */
export interface OneWithAlyx {
  /** Client of the database. */
  readonly alyx: NotesApi;
}

/** How a {@link Snapshot} is made. */
export interface SnapshotOptions {
  /** Where the notes go. */
  readonly one: OneWithAlyx;
  /** Model of what the images are about: `"session"` (default), `"probeinsertion"`, `"subject"`, `"dataset"` … */
  readonly contentType?: string | undefined;
  /** Opens images. By default as a page can; the `/node` entry's classes open files too. */
  readonly imageReader?: ImageReader | undefined;
  /** Told about old notes that could not be deleted, and about nothing to register. */
  readonly onWarning?: OnWarning | undefined;
}

/** What is said of an image. */
export interface RegisterImageOptions {
  /** Text of the note. Default: empty. */
  readonly text?: string | undefined;
  /** Any JSON. One whose `name` is the text of the note lets later notes replace this one. Default: null. */
  readonly json?: JsonValue | undefined;
  /** Width that the database makes the image, in pixels, or `"orig"`. By default the database decides (800). */
  readonly width?: NoteWidth | undefined;
  /** Aborts the call. */
  readonly signal?: AbortSignal | undefined;
}

/** What is said of several images: lists of one item for all, or of one item an image. */
export interface RegisterImagesOptions extends ListsOfImages<NoteWidth, JsonValue> {
  /** Told after every note that was made, with the place of its image and the number of all. */
  readonly onRegistered?: ((note: NoteRecord, place: number, count: number) => void) | undefined;
  /** Aborts the call; what was registered stays. */
  readonly signal?: AbortSignal | undefined;
}

const NOTHING_TO_REGISTER = {
  code: "snapshot/no-images",
  category: "UserWarning",
  message: "No figures were passed and images is empty: there is nothing to register",
} as const;

/**
 * Registers images as notes on one record of an Alyx database: a session, a probe insertion, an animal, a dataset.
 *
 * @see Source: `Snapshot` in ibllib, `ibllib/plots/snapshot.py`.
 * @example
 * ```ts
 * const snapshot = new Snapshot(eid, { one: { alyx } });
 * await snapshot.registerImage(canvas, { text: "raster", json: { name: "raster" } });
 * ```
 */
export class Snapshot {
  /** What the images are about, as given. */
  readonly objectId: string;
  /** Model of it. */
  readonly contentType: string;
  /** Where the notes go. */
  readonly one: OneWithAlyx;
  /** Images that {@link Snapshot.generateImage} made; never emptied. */
  readonly images: ImageSource[] = [];
  readonly #canonicalId: string;
  readonly #imageReader: ImageReader;
  readonly #onWarning: OnWarning | undefined;
  #isTargetChecked = false;

  /** @throws InvalidObjectIdError if `objectId` is no version 4 UUID. */
  constructor(objectId: string, { one, contentType = "session", imageReader, onWarning }: SnapshotOptions) {
    this.#canonicalId = canonicalObjectId(objectId);
    this.objectId = objectId;
    this.contentType = contentType;
    this.one = one;
    this.#imageReader = imageReader ?? browserImages;
    this.#onWarning = onWarning;
  }

  /** Does nothing: a place for the plots of a class of your own. @see Source: `Snapshot.plot` in ibllib. */
  async plot(): Promise<void> {}

  /**
   * Calls a function that draws, and keeps what it returns in {@link Snapshot.images}: every item of a list, or the one
   * image.
   *
   * @param draw - Returns a path, bytes, a canvas …, or a list of these; or a promise of it.
   * @param options - What it is called with.
   * @returns What it returned.
   * @see Source: `Snapshot.generate_image` in ibllib.
   */
  async generateImage<O, R extends ImageSource | readonly ImageSource[]>(
    draw: (options: O) => R | Promise<R>,
    options: O,
  ): Promise<R> {
    const made: R = await draw(options);
    const list: readonly ImageSource[] = Array.isArray(made) ? made : [made as ImageSource];
    this.images.push(...list);
    return made;
  }

  /**
   * Registers an image as a note. An older note of the same figure, that is with the same text and a `name` in its
   * document, is deleted after the new one was made.
   *
   * @returns The note as the database has it.
   * @throws NotLoggedInError, InvalidWidthError, UnwritableJsonError, InvalidImageError or ImageNotFoundError before
   *   anything is sent.
   * @throws TargetMismatchError if the database has no record of that id and type.
   * @throws `alyx/…` and `transfer/…` errors of the client; the older note is there then.
   * @see Source: `Snapshot.register_image` in ibllib.
   */
  async registerImage(image: ImageSource, options: RegisterImageOptions = {}): Promise<NoteRecord> {
    const { text = "", json = null, width, signal } = options;
    const context = {
      alyx: this.one.alyx,
      images: this.#imageReader,
      target: { contentType: this.contentType, objectId: this.#canonicalId },
      isTargetChecked: this.#isTargetChecked,
      onWarning: this.#onWarning,
    };
    const note = await registerNote(context, { image, text, json, width, signal });
    this.#isTargetChecked = true;
    return note;
  }

  /**
   * Registers several images, one after the other.
   *
   * @param images - Default: those of {@link Snapshot.images}.
   * @returns The notes, in the order of the images; empty, with a warning, if there is nothing to register.
   * @throws UnequalListsError if a list is neither as long as that of the images nor of one item; InvalidWidthError or
   *   UnwritableJsonError if one of it cannot be, all before anything is sent.
   * @throws As {@link Snapshot.registerImage} for one of the images; what was registered before stays.
   * @see Source: `Snapshot.register_images` in ibllib. There the shortest list decides, and nothing to register gives
   *   `None`.
   */
  async registerImages(
    images: readonly ImageSource[] = [],
    options: RegisterImagesOptions = {},
  ): Promise<readonly NoteRecord[]> {
    const chosen = this.#chosen(images);
    if (chosen.length === 0) return [];
    const items = broadcast(chosen, options, false);
    for (const { width, json = null } of items) {
      checkWidthValue(width);
      checkJson(json);
    }
    const notes: NoteRecord[] = [];
    for (const { image, text, width, json } of items) {
      const note = await this.registerImage(image, { text, width, json, signal: options.signal });
      notes.push(note);
      options.onRegistered?.(note, notes.length - 1, items.length);
    }
    return notes;
  }

  /**
   * Registers several images as the original does: the shortest list decides how many, and an image whose record is not
   * there gives `undefined` with a warning.
   *
   * @returns A note an image, `undefined` where there is no such record; `undefined` if there is nothing to register.
   * @throws As {@link Snapshot.registerImage} but for TargetMismatchError.
   * @see Source: `Snapshot.register_images` in ibllib.
   */
  async registerImagesCompat(
    images: readonly ImageSource[] = [],
    options: RegisterImagesOptions = {},
  ): Promise<readonly (NoteRecord | undefined)[] | undefined> {
    const chosen = this.#chosen(images);
    if (chosen.length === 0) return undefined;
    const items = broadcast(chosen, options, true);
    const notes: (NoteRecord | undefined)[] = [];
    for (const { image, text, width, json } of items) {
      const note = await this.registerImageCompat(image, { text, width, json, signal: options.signal });
      notes.push(note);
      if (note !== undefined) options.onRegistered?.(note, notes.length - 1, items.length);
    }
    return notes;
  }

  /**
   * Registers an image as the original does: `undefined`, with a warning, if there is no such record.
   *
   * @throws As {@link Snapshot.registerImage} but for TargetMismatchError.
   * @see Source: `Snapshot.register_image` in ibllib.
   */
  async registerImageCompat(image: ImageSource, options: RegisterImageOptions = {}): Promise<NoteRecord | undefined> {
    try {
      return await this.registerImage(image, options);
    } catch (error) {
      if (!isSnapshotError(error, "snapshot/target-mismatch")) throw error;
      const message = `The object_id ${this.objectId} does not match an object of type ${this.contentType}`;
      this.#onWarning?.({ code: "snapshot/target-mismatch", category: "UserWarning", message });
      return undefined;
    }
  }

  #chosen(images: readonly ImageSource[]): readonly ImageSource[] {
    const chosen = images.length === 0 ? this.images : images;
    if (chosen.length === 0) this.#onWarning?.(NOTHING_TO_REGISTER);
    return chosen;
  }
}
