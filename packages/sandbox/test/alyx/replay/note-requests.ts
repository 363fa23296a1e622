import sharp from "sharp";
import { DATASET, get, INSERTION, NOBODY, post, type ReplayedRequest, remove, SESSION, SUBJECT } from "./request.ts";

const NOTE = "c2c99bbb-aa4f-42ab-80cf-7af146b81f35";

/** What the label of a note with an image says of it. */
interface ImageLabel {
  readonly w?: number;
  readonly h?: number;
  readonly width?: string | number;
  readonly fname?: string;
  readonly mode?: string;
  readonly fmt?: string;
}

async function imageBytes({
  w = 1000,
  h = 100,
  mode = "RGBA",
  fmt = "PNG",
}: ImageLabel): Promise<Uint8Array<ArrayBuffer>> {
  const channels = mode === "RGBA" ? 4 : 3;
  const image = sharp({ create: { width: w, height: h, channels, background: { r: 200, g: 30, b: 60, alpha: 1 } } });
  return new Uint8Array(await image.toFormat(fmt.toLowerCase() as "png").toBuffer());
}

/** A form of a note, with an image unless there are other fields for it. */
export function noteForm(
  fields: Readonly<Record<string, string>>,
  label: ImageLabel,
  bytes?: Uint8Array<ArrayBuffer>,
): () => Promise<FormData> {
  return async () => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    if (label.width !== undefined) form.set("width", String(label.width));
    form.set("image", new Blob([bytes ?? (await imageBytes(label))]), label.fname ?? "test.png");
    return form;
  };
}

const ON_SESSION = { user: "test_user", content_type: "session", object_id: SESSION, text: "t" };

/** The request of a label such as `note {'width': 100}`. */
export function noteOfLabel(label: string): ReplayedRequest {
  const text = label.replace(/^note /, "").replaceAll("'", '"');
  const image = JSON.parse(text) as ImageLabel;
  return post(label, "/notes", noteForm(ON_SESSION, image));
}

const form = (
  label: string,
  fields: object,
  image: ImageLabel & { bytes?: Uint8Array<ArrayBuffer> } = {},
): ReplayedRequest => post(label, "/notes", noteForm({ ...ON_SESSION, ...fields }, image, image.bytes));

const onRecord = (word: string, id: string): ReplayedRequest =>
  form(`ctype ${word}`, { content_type: word, object_id: id });

const json = (fields: object): object => ({ ...ON_SESSION, text: "plain", ...fields });
const IMMUTABLE = "a note's image stays as it is; the original makes it anew, and finds no name for it";

/** Requests of `http_notes_images.txt` whose labels do not tell them. */
export const NOTE_REQUESTS: readonly ReplayedRequest[] = [
  form("not image", {}, { bytes: new TextEncoder().encode("hello") }),
  form("empty image", {}, { bytes: new Uint8Array(0) }),
  form("no obj", { object_id: NOBODY }),
  form("no obj insertion", { content_type: "probeinsertion" }),
  form("bad ctype", { content_type: "foo" }),
  form("bad uuid", { object_id: "foo" }),
  form("bad user", { user: "nobody" }),
  post("no user", "/notes", async () => {
    const empty = new FormData();
    empty.set("text", "t");
    return empty;
  }),
  form("json dict", { json: '{"tag": "## report ##", "name": "x"}' }),
  form("json bad", { json: "{a" }),
  form("json missing", {}, { fname: "a.png" }),
  form("json str", { json: '"abc"' }),
  onRecord("actions.session", SESSION),
  onRecord("ephyssession", SESSION),
  onRecord("actions.ephyssession", SESSION),
  onRecord("probeinsertion", INSERTION),
  onRecord("experiments.probeinsertion", INSERTION),
  onRecord("subject", SUBJECT),
  onRecord("dataset", DATASET),
  onRecord("task", SESSION),
  onRecord("Session", SESSION),
  onRecord("lab", SESSION),
  onRecord("session.", SESSION),
  onRecord("a.b.c", SESSION),
  post("json body no image", "/notes", json({ json: { a: 1 } })),
  post("json body width", "/notes", json({ width: 100 })),
  {
    label: "patch text only",
    method: "PATCH",
    path: `/notes/${NOTE}`,
    body: { text: "x" },
    before: [{ method: "POST", path: "/notes", body: noteForm({ ...ON_SESSION, text: "patchme" }, {}) }],
  },
  {
    label: "patch full",
    method: "PATCH",
    path: `/notes/${NOTE}`,
    body: { content_type: "session", object_id: SESSION, text: "patchme" },
    differs: IMMUTABLE,
  },
  get("read", `/notes/${NOTE}`),
  {
    label: "put",
    method: "PUT",
    path: `/notes/${NOTE}`,
    body: { ...ON_SESSION, text: "patchme" },
    differs: IMMUTABLE,
  },
  get("image url", "/uploaded/IMAGE", { differs: "the image itself is served, not where it lies" }),
  get("image url noauth", "/uploaded/IMAGE", { headers: { Authorization: "" } }),
  remove("delete", `/notes/${NOTE}`),
  remove("delete again", `/notes/${NOTE}`),
];
