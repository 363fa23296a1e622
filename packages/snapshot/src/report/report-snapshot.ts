import { type JsonValue } from "@neurophys/alf";
import { InvalidImageError } from "../errors/note-errors.ts";
import { NotRunError } from "../errors/task-errors.ts";
import { type ImageReader, type ImageSource, nameOfImage, stemOf } from "../images/image-source.ts";
import { type NoteWidth } from "../images/note-width.ts";
import { type NoteRecord } from "../notes/notes-api.ts";
import { Snapshot } from "../snapshot.ts";
import { Task } from "../task/task.ts";
import { type TaskOptions, type TasksApi } from "../task/task-options.ts";

/** `tag` in the document of every note of a report: how reports are found in the database. */
export const REPORT_TAG = "## report ##";

/** How a {@link ReportSnapshot} is made. */
export interface ReportSnapshotOptions extends TaskOptions {
  /** The database. */
  readonly one: { readonly alyx: TasksApi };
  /** Model of what the report is about. Default `"session"`. */
  readonly contentType?: string | undefined;
  /** Opens images. By default as a page can; the `/node` entry's classes open files too. */
  readonly imageReader?: ImageReader | undefined;
}

/** What is said of the images of a report. */
export interface RegisterReportOptions {
  /** One width for all images, or one an image. Default: the database's own. */
  readonly widths?: readonly (NoteWidth | undefined)[] | undefined;
  /** What made the images. Default: name of the class. */
  readonly function?: string | undefined;
  /** Goes into the document of each note; its keys win. */
  readonly extraDict?: Readonly<Record<string, JsonValue>> | undefined;
  /** Told after every image, with its place and the number of all. */
  readonly onRegistered?: ((note: NoteRecord, place: number, count: number) => void) | undefined;
  /** Aborts the call. */
  readonly signal?: AbortSignal | undefined;
}

function figureName(image: ImageSource): string {
  const name = nameOfImage(image);
  if (name !== undefined && name !== "") return stemOf(name);
  throw new InvalidImageError(
    "output of a report",
    "has no name",
    'a path or { name: "raster", … }, for the note\'s text',
  );
}

/** @throws InvalidImageError if two figures have one name, of which the second would replace the first. */
function checkDistinct(names: readonly string[]): void {
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice === undefined) return;
  throw new InvalidImageError(twice, "is the name of two outputs of a report", "another name for each");
}

/**
 * Draws figures about a record and registers them with a tag, its version and its name, so that a later report takes the
 * place of this one.
 *
 * A class of your own overrides `perform` and returns paths, or named images that were never on a disk.
 *
 * @see Source: `ReportSnapshot` in ibllib, `ibllib/plots/snapshot.py`.
 */
export class ReportSnapshot extends Task {
  /** Id of what the report is about; checked when it is registered. */
  readonly objectId: string;
  /** Model of it. */
  readonly contentType: string;
  readonly #options: ReportSnapshotOptions;

  /** @param sessionPath - Folder of the session. */
  constructor(sessionPath: string, objectId: string, options: ReportSnapshotOptions) {
    super(sessionPath, options);
    this.objectId = objectId;
    this.contentType = options.contentType ?? "session";
    this.#options = options;
  }

  /**
   * Registers the outputs of the last run: the text of each note is the name of its figure, its document
   * `{ tag, version, function, name }` and what is in `extraDict`.
   *
   * @returns The notes; empty, with a warning, if there are no outputs.
   * @throws NotRunError before any run, or if it made nothing.
   * @throws InvalidImageError if an output has no name, or that of another one, before anything is sent.
   * @throws As `Snapshot.registerImages`.
   * @see Source: `ReportSnapshot.register_images` in ibllib. There `function` is the class with its module, and a `name`
   *   in `extraDict` ends the replacing.
   */
  override async registerImages(options: RegisterReportOptions = {}): Promise<readonly NoteRecord[]> {
    const { widths, extraDict = {}, onRegistered, signal } = options;
    if (this.outputs === undefined) throw new NotRunError(this.name);
    const texts = this.outputs.map(figureName);
    checkDistinct(texts);
    const jsons = texts.map((name) => ({
      tag: REPORT_TAG,
      version: this.version,
      function: options.function ?? this.name,
      name,
      ...extraDict,
    }));
    return await this.#snapshot().registerImages(this.outputs, { texts, jsons, widths, onRegistered, signal });
  }

  #snapshot(): Snapshot {
    const { one, imageReader, onWarning } = this.#options;
    const warned = this.logger.warningsTo(onWarning);
    return new Snapshot(this.objectId, { one, contentType: this.contentType, imageReader, onWarning: warned });
  }
}
