import { AlyxSubjectNotFoundError, type JsonValue } from "@neurophys/alf";
import { type RestParams, type RestRecord } from "../alyx/index.ts";
import { isRecord } from "../alyx/record-field.ts";
import { MemberNotFoundError, NoUserError, UnexpectedAnswerError } from "./errors.ts";

/** How a single request is made. */
export interface RestCallOptions {
  /** Ask the database even if an answer is kept. */
  readonly noCache?: boolean | undefined;
  /** Aborts the call, which then rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * What registration needs of a client of the database.
 *
 * The client logs in and retries as it likes. Where the database answers with a failure it throws an error whose
 * `status` is the HTTP status and whose `body` is the answer: its JSON, or text.
 */
export interface RegistrationRest {
  /** Name of who is logged in; `undefined` if nobody is. */
  readonly user: string | undefined;
  /** Ask for whatever an endpoint gives to GET. */
  get(endpoint: string, params: RestParams, options?: RestCallOptions): Promise<JsonValue>;
  /** All records that match, of all pages. */
  list(endpoint: string, params: RestParams, options?: RestCallOptions): Promise<readonly RestRecord[]>;
  /** The record of an id or name. */
  read(endpoint: string, id: string, options?: RestCallOptions): Promise<RestRecord>;
  /** Create one record, or what else the endpoint makes of `data`. */
  create(endpoint: string, data: RestRecord, options?: RestCallOptions): Promise<JsonValue>;
  /** Replace the fields in `data` of the record of an id. */
  update(endpoint: string, id: string, data: RestRecord, options?: RestCallOptions): Promise<RestRecord>;
}

/** A failure as the database answered it. */
export interface RestFailure {
  /** Of HTTP, e.g. 403. */
  readonly status: number;
  /** JSON of the answer, or its text. */
  readonly body: unknown;
}

/** What the database answered, out of a client's error; `undefined` for errors that are no answers. */
export function restFailure(error: unknown): RestFailure | undefined {
  if (typeof error !== "object" || error === null || !("status" in error)) return undefined;
  const body = "body" in error ? error.body : undefined;
  return typeof error.status === "number" ? { status: error.status, body } : undefined;
}

/** A single record out of an answer. @throws {@link UnexpectedAnswerError} if it is none. */
export function recordOf(answer: JsonValue, endpoint: string): RestRecord {
  if (isRecord(answer)) return answer;
  throw new UnexpectedAnswerError(endpoint, answer, "a record");
}

/**
 * Who registers: the user named, else who is logged in.
 *
 * @throws {@link NoUserError} if there is neither.
 */
export function userOf(rest: RegistrationRest, named: string | undefined): string {
  const user = named ?? rest.user;
  if (user === undefined || user === "") throw new NoUserError();
  return user;
}

/**
 * The record of a subject, user, lab … that must exist.
 *
 * @returns The record, fresh from the database.
 * @throws AlyxSubjectNotFoundError (`alf/subject-not-found`) if there is no such subject.
 * @throws {@link MemberNotFoundError} if there is no such member of another endpoint.
 * @throws whatever else the client throws.
 * @see Source: `RegistrationClient.assert_exists` in ONE, `one/registration.py`; for lists {@link assertAllExist}.
 */
export async function assertExists(
  rest: RegistrationRest,
  { member, endpoint, signal }: MemberQuestion,
): Promise<RestRecord> {
  try {
    return await rest.read(endpoint, member, { noCache: true, signal });
  } catch (cause) {
    if (restFailure(cause)?.status !== 404) throw cause;
    if (endpoint === "subjects") throw new AlyxSubjectNotFoundError(member, { cause });
    throw new MemberNotFoundError(member, endpoint, { cause });
  }
}

/** What {@link assertExists} is asked. */
export interface MemberQuestion {
  /** Name or id. */
  readonly member: string;
  /** First part of the path, e.g. `"subjects"`. */
  readonly endpoint: string;
  /** Aborts the call. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The records of several members, in order.
 *
 * @throws As {@link assertExists}, for the first that does not exist.
 */
export async function assertAllExist(
  rest: RegistrationRest,
  members: readonly string[],
  options: Omit<MemberQuestion, "member">,
): Promise<readonly RestRecord[]> {
  const records: RestRecord[] = [];
  for (const member of members) records.push(await assertExists(rest, { ...options, member }));
  return records;
}
