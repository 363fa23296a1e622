import { TargetMismatchError } from "../errors/note-errors.ts";
import { answerDetail, type NotesApi, type RequestOptions } from "./notes-api.ts";

/** What images are about. */
export interface NoteTarget {
  /** Model of the record, as the database calls it: `"session"`, `"probeinsertion"`, `"subject"`, `"dataset"` … */
  readonly contentType: string;
  /** Id of the record, canonical. */
  readonly objectId: string;
}

/** Endpoint that lists the records of a model. Proxies of a model are at the model's. */
const ENDPOINTS: Readonly<Record<string, string>> = {
  session: "sessions",
  ephyssession: "sessions",
  imagingsession: "sessions",
  probeinsertion: "insertions",
  subject: "subjects",
  dataset: "datasets",
};

/** Apps of the models above: a slug with another app in front names no model. */
const APPS: Readonly<Record<string, string>> = {
  sessions: "actions",
  insertions: "experiments",
  subjects: "subjects",
  datasets: "data",
};

/** Endpoint that can tell whether a record exists; `undefined` for models that only the creation of a note tells about. */
function endpointOfModel(contentType: string): string | undefined {
  const [model = "", app] = contentType.split(".").reverse();
  const endpoint = Object.hasOwn(ENDPOINTS, model) ? ENDPOINTS[model] : undefined;
  return endpoint === undefined || (app !== undefined && app !== APPS[endpoint]) ? undefined : endpoint;
}

/**
 * Makes sure that the record which images are about is there, before anything is sent.
 *
 * @throws {@link TargetMismatchError} if the database has no record of that id and type.
 * @see Source: ibllib has no such check; there the database's failure is recognised by its text.
 */
export async function checkTarget(
  alyx: NotesApi,
  { contentType, objectId }: NoteTarget,
  { signal }: Pick<RequestOptions, "signal"> = {},
): Promise<void> {
  const endpoint = endpointOfModel(contentType);
  if (endpoint === undefined) return;
  const found = await alyx.list(endpoint, { django: `pk,${objectId}` }, { noCache: true, signal });
  if (found.length === 0) throw new TargetMismatchError(objectId, contentType);
}

/**
 * True for the failure that means: no record of that id and type, or no such type.
 *
 * @see Source: `Snapshot.register_image` in ibllib, `ibllib/plots/snapshot.py`, which knows it by the same text.
 */
export function isMismatchFailure(error: unknown): boolean {
  return answerDetail(error).includes("matching query does not exist");
}
