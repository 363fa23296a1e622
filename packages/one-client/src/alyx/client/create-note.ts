import { type JsonValue } from "@neurophys/alf";
import { AlyxArgumentTypeError } from "../errors.ts";
import { type RestData, type RestFile, type RestFiles } from "./multipart.ts";

/** A note, with or without an image. */
export interface NewNote {
  /** Who writes it; by default who is logged in. */
  readonly user?: string | undefined;
  /** Model of what the note is about: `"session"`, `"probeinsertion"`, `"subject"`, `"dataset"` … */
  readonly contentType: string;
  /** Id of what the note is about. */
  readonly objectId: string;
  /** Default empty. */
  readonly text?: string | undefined;
  /** Any JSON, e.g. `{ name: "raster" }`. */
  readonly json?: JsonValue | undefined;
  /** The image. Names of more than 11 letters before the dot are cut by the database. */
  readonly image?: RestFile | undefined;
  /** Width that the database makes the image, in pixels; `"orig"` keeps it. By default the database decides (800). */
  readonly width?: number | "orig" | undefined;
}

/** A field that the endpoint of notes takes without saying so. */
export const NOTE_EXTRAS: readonly string[] = ["width"];

/**
 * The request that creates a note: its data, and the image as a file.
 *
 * @param user - Who is logged in.
 * @throws {@link AlyxArgumentTypeError} for a width at which the database fails and keeps a broken note.
 * @see Source: `Snapshot.register_image` in ibllib, `ibllib/plots/snapshot.py`, the request of it.
 */
export function noteRequest(
  note: NewNote,
  user: string | undefined,
): { readonly data: Exclude<RestData, readonly unknown[]>; readonly files: RestFiles | undefined } {
  const { width, image, json, objectId } = note;
  const isWidth = width === undefined || width === "orig" || (Number.isInteger(width) && width > 0);
  if (!isWidth) throw new AlyxArgumentTypeError("width", width, 'a whole number of pixels above 0, or "orig"');
  const data = {
    user: note.user ?? user,
    content_type: note.contentType,
    object_id: objectId,
    text: note.text ?? "",
    ...(image === undefined || width === undefined ? {} : { width }),
  };
  // In a form the database reads this field as JSON, as it would a text that looks like it.
  const withJson = json === undefined ? data : { ...data, json: image === undefined ? json : JSON.stringify(json) };
  return { data: withJson, files: image === undefined ? undefined : { image } };
}
