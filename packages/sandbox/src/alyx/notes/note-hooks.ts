import { type Kysely } from "kysely";
import { type Tables } from "../../database/tables.ts";
import { modelOfContentType } from "../model/models.ts";
import { hasRecord } from "../registration/content-type.ts";
import { type ResourceHooks, type WriteContext } from "../resource/resource.ts";
import { failAs } from "../rest/refusal.ts";
import { type Server } from "../rest/server.ts";
import { storedImage, type UploadedImage } from "./image-file.ts";
import { MediaFolder } from "./media-folder.ts";

const isUpload = (value: unknown): value is UploadedImage =>
  typeof value === "object" && value !== null && "bytes" in value;

/** The record that a note is on must be there. */
async function checkObject(columns: Record<string, unknown>, { db }: WriteContext): Promise<void> {
  const id = columns["content_type_id"];
  // The original looks both up in what was sent, so that a change must repeat them.
  if (typeof id !== "number") throw failAs("'content_type'");
  if (typeof columns["object_id"] !== "string") throw failAs("'object_id'");
  const { model: word } = await db
    .selectFrom("content_type")
    .select("model")
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  const model = modelOfContentType(word);
  if (model !== undefined && (await hasRecord(db, model, columns["object_id"]))) return;
  throw failAs(`${model?.name ?? word} matching query does not exist.`);
}

async function imageOf(db: Kysely<Tables>, id: string): Promise<string> {
  const note = await db.selectFrom("note").select("image").where("id", "=", id).executeTakeFirst();
  return note?.image ?? "";
}

/**
 * What goes with writing a note: its object is checked, its image reduced and stored, and both vanish together.
 *
 * @see Source: `NoteSerializer` and `Note.save` in Alyx. There, a failure after the row is made leaves the note behind with the
 *   image in full size; here nothing stays. There, changing a note reduces its image once more; here it stays as it is unless
 *   another one is sent.
 */
export function noteHooks({
  mediaDir,
  clock,
  imageWidth,
}: Pick<Server, "mediaDir" | "clock" | "imageWidth">): ResourceHooks {
  const media = new MediaFolder(mediaDir);
  return {
    complete: async (columns, context) => {
      await checkObject(columns, context);
      const { image } = columns;
      if (!isUpload(image)) return columns;
      const { bytes, isMadeAnew } = await storedImage(image, context.body["width"], imageWidth);
      const day = clock().toISOString().slice(0, 10).replaceAll("-", "/");
      const path = await media.store(image.name, bytes, { objectId: String(columns["object_id"]), day, isMadeAnew });
      context.effects.onRollback(() => media.remove(path));
      const old = context.id === undefined ? "" : await imageOf(context.db, context.id);
      if (old !== "") context.effects.onCommit(() => media.remove(old));
      return { ...columns, image: path };
    },
    beforeDelete: async (id, { db, effects }) => {
      const image = await imageOf(db, id);
      if (image !== "") effects.onCommit(() => media.remove(image));
    },
  };
}
