import { type Kysely, sql } from "kysely";
import { type Tables } from "../../database/tables.ts";
import { type Account } from "../accounts/tokens.ts";
import { type ServedRecord } from "../resource/read-records.ts";
import { failAs, Refusal, refuseOwn } from "../rest/refusal.ts";
import { findContentType, hasRecord } from "./content-type.ts";
import { readDatasetKinds } from "./dataset-kind.ts";
import { type DatasetPlace, parseSessionPath, placeInSession, placeOutsideSessions } from "./dataset-path.ts";
import { type DatasetOwner } from "./default-dataset.ts";
import { findSession, NoSessionError } from "./find-session.ts";
import { anyProtected, type FileStates, protectedBody, revisionStates } from "./protection.ts";
import { registerDataset, type TargetRepository } from "./register-dataset.ts";
import { type RegisterRequest } from "./register-request.ts";
import { describeRegistered } from "./registered-dataset.ts";

/** Who asks, when, and inside which transaction. */
export interface RegisterContext {
  readonly db: Kysely<Tables>;
  readonly account: Account;
  readonly now: string;
}

/** A refusal in the other of the two forms that this endpoint has. */
const refuseWithError = (error: string): Refusal => new Refusal(400, { status_code: 400, error });

/** The user that a request names, or who sends it. */
export async function namedUser({ db, account }: RegisterContext, username: string | undefined): Promise<string> {
  if (username === undefined) return account.id;
  const user = await db.selectFrom("lab_member").select("id").where("username", "=", username).executeTakeFirst();
  if (user === undefined) throw failAs("LabMember matching query does not exist.");
  return user.id;
}

/** What the files of a request belong to, with the lab whose repositories are meant unless others are named. */
export interface Owner {
  readonly owner: DatasetOwner;
  readonly labId: string | undefined;
  readonly placeOf: (file: string) => DatasetPlace;
}

/** Where a request puts its files, without what to register. */
export type OwnerRequest = Pick<RegisterRequest, "path" | "contentType" | "objectId">;

/**
 * What the files of a request belong to: the session that the path names, or the record that is named.
 *
 * @throws Refusal with the original's words if there is no such session or record.
 */
export async function findOwner(
  context: RegisterContext,
  { path, contentType, objectId }: OwnerRequest,
  userId: string,
): Promise<Owner> {
  const { db } = context;
  if (contentType !== undefined && objectId !== undefined) {
    const type = await findContentType(db, contentType);
    if (type === undefined) throw refuseOwn(400, `Invalid content type: ${contentType}`);
    if (!(await hasRecord(db, type.model, objectId))) throw refuseOwn(400, `Invalid object ID: ${objectId}`);
    // Two calls for one record wait for each other; there is no row of a session to lock.
    await sql`select pg_advisory_xact_lock(hashtextextended(${objectId}, 0))`.execute(db);
    const owner = { objectId, contentTypeId: type.id };
    return { owner, labId: undefined, placeOf: (file) => placeOutsideSessions(file, path) };
  }
  if (contentType !== undefined || objectId !== undefined) {
    throw refuseWithError("Both content_type and object_id should be provided together.");
  }
  const { id, labId } = await sessionOf(context, path, userId);
  return { owner: { sessionId: id }, labId, placeOf: (file) => placeInSession(file, path) };
}

async function sessionOf(
  { db }: RegisterContext,
  path: string,
  userId: string,
): Promise<{ id: string; labId: string }> {
  const parts = parseSessionPath(path);
  if (parts === undefined) throw refuseWithError(`The path ${path} should be \`nickname/YYYY-MM-DD/n/...`);
  const subject = await db
    .selectFrom("subject")
    .select(["id", "lab_id"])
    .where("nickname", "=", parts.subject)
    .limit(1)
    .executeTakeFirst();
  if (subject === undefined) throw refuseWithError(`A subject with nickname "${parts.subject}" does not exist.`);
  try {
    const search = { subjectId: subject.id, date: parts.date, number: parts.number, userId };
    const { id } = await findSession(db, search);
    return { id, labId: subject.lab_id };
  } catch (cause) {
    if (cause instanceof NoSessionError) throw refuseWithError(cause.message);
    throw cause;
  }
}

/** State of the files of a request. */
export async function fileStates(
  { db }: RegisterContext,
  { owner, placeOf }: Owner,
  files: readonly string[],
): Promise<FileStates[]> {
  const states: FileStates[] = [];
  for (const file of files) {
    const { collection, name } = placeOf(file);
    states.push({ file, states: await revisionStates(db, { ...owner, collection, name }) });
  }
  return states;
}

interface Repository {
  readonly id: string;
  readonly name: string;
}

async function namedRepository(
  { db }: RegisterContext,
  { repository }: RegisterRequest,
): Promise<Repository | undefined> {
  if (repository === undefined) return undefined;
  const found = await db
    .selectFrom("data_repository")
    .select(["id", "name"])
    .where(repository.by, "=", repository.value)
    .executeTakeFirst();
  if (found === undefined) throw refuseOwn(400, "The specified repository does not exist.");
  return found;
}

async function labRepositories(
  { db }: RegisterContext,
  { labs, isServerOnly }: RegisterRequest,
  labId: string,
): Promise<Repository[]> {
  const named =
    labs.length === 0 ? [{ id: labId }] : await db.selectFrom("lab").select("id").where("name", "in", labs).execute();
  if (labs.length > 0 && named.length < new Set(labs).size) {
    throw refuseOwn(400, "One or more of the specified labs do not exist.");
  }
  const ofLabs = db
    .selectFrom("lab_repository")
    .innerJoin("data_repository", "data_repository.id", "lab_repository.data_repository_id")
    .select(["data_repository.id", "data_repository.name"])
    .distinct()
    .where(
      "lab_repository.lab_id",
      "in",
      named.map(({ id }) => id),
    );
  return await (isServerOnly ? ofLabs.where("data_repository.globus_is_personal", "=", false) : ofLabs).execute();
}

/** Where the files of a request go, and where they are already. */
async function targets(
  context: RegisterContext,
  request: RegisterRequest,
  { named, labId }: { named: Repository | undefined; labId: string | undefined },
): Promise<TargetRepository[]> {
  if (labId === undefined && named === undefined) {
    throw refuseOwn(400, "A valid repository name or hostname must be provided for non-session datasets.");
  }
  const ofLabs = labId === undefined ? [] : await labRepositories(context, request, labId);
  const others = named === undefined || ofLabs.some(({ id }) => id === named.id) ? [] : [named];
  return [...ofLabs, ...others].map((repository) => ({
    ...repository,
    exists: request.exists && (request.isServerOnly || repository.id === named?.id),
  }));
}

/**
 * Registers the files of a request: all of them, or none.
 *
 * @returns what is answered for each.
 * @throws Refusal with the original's words; nothing is registered then.
 * @see Source: `RegisterFileViewSet.create` in Alyx, which leaves behind what it registered before a failure.
 */
export async function registerFiles(context: RegisterContext, request: RegisterRequest): Promise<ServedRecord[]> {
  const userId = await namedUser(context, request.createdBy);
  const named = await namedRepository(context, request);
  const owner = await findOwner(context, request, userId);
  // A wrong path is refused before the repositories are looked at.
  const places = request.filenames.map((file) => owner.placeOf(file));
  const repositories = await targets(context, request, { named, labId: owner.labId });
  if (request.checksProtected) {
    const states = await fileStates(context, owner, request.filenames);
    if (anyProtected(states)) throw new Refusal(403, protectedBody(states) as Refusal["body"]);
  }
  const kinds = await readDatasetKinds(context.db);
  const registration = { ...context, userId, owner: owner.owner, isDefault: request.isDefault, kinds, repositories };
  const ids: string[] = [];
  for (const [index, file] of request.files.entries()) {
    const place = places[index];
    if (place !== undefined) ids.push(await registerDataset(registration, { place, file }));
  }
  return await describeRegistered(context.db, ids);
}
