import { type EndpointRecord, type NewNote, type RestParams, type RestRecord } from "@neurophys/one-client/alyx";

/** A note as the database has it: `id`, `user`, `date_time`, `content_type`, `object_id`, `text`, `image`, `json`. */
export type NoteRecord = EndpointRecord<"notes">;

/** How a request is made. */
export interface RequestOptions {
  /** Ask the database even if an answer is kept. */
  readonly noCache?: boolean | undefined;
  /** Aborts the call, which then rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
}

/** What is needed of a client of the database to register images: `AlyxClient` of `@neurophys/one-client/alyx` has it. */
export interface NotesApi {
  /** Who is logged in. */
  readonly user: string | undefined;
  /** True with a user and a token. */
  readonly isLoggedIn: boolean;
  /** All records that match, of all pages. */
  list(endpoint: string, params?: RestParams, options?: RequestOptions): Promise<readonly RestRecord[]>;
  /** Creates a note with an image. */
  createNote(note: NewNote, options?: Pick<RequestOptions, "signal">): Promise<NoteRecord>;
  /** Removes a record. */
  delete(endpoint: string, id: string, options?: Pick<RequestOptions, "signal">): Promise<void>;
}

/** Status of the answer behind an error of the database's client; `undefined` for any other error. */
export function answerStatus(error: unknown): number | undefined {
  const { code, status } = errorFields(error);
  return code === "alyx/http-status" && typeof status === "number" ? status : undefined;
}

/** What the database said was wrong; empty for errors that are not its own. */
export function answerDetail(error: unknown): string {
  const { code, detail } = errorFields(error);
  return code === "alyx/http-status" && typeof detail === "string" ? detail : "";
}

// By the code and not by the class: two installed copies of the client agree on it.
function errorFields(error: unknown): Readonly<Record<"code" | "status" | "detail", unknown>> {
  const fields = typeof error === "object" && error !== null ? (error as Readonly<Record<string, unknown>>) : {};
  return { code: fields["code"], status: fields["status"], detail: fields["detail"] };
}
