import { type JsonValue } from "@neurophys/alf";
import { type RestRecord } from "../alyx/index.ts";
import { isRecord } from "../alyx/record-field.ts";
import { nameOf } from "./dataset-types.ts";
import { FilesNotRegisteredError, isRegistrationError, type Move, UnexpectedAnswerError } from "./errors.ts";
import { type FilesBody } from "./files-body.ts";
import { type FilesPlan, movesOf, planFiles, type RegisterFilesOptions } from "./plan-files.ts";
import { type SkippedFile } from "./prepare-files.ts";
import { protectionOfError } from "./protection.ts";
import { type RegistrationContext } from "./registration-context.ts";
import { type KnownSession, type SessionFiles, type SettledFiles, settleProtected } from "./settle-protected.ts";

const ENDPOINT = "register-file";

/** What registering files has done. */
export interface RegisteredFiles {
  /** Record of each file, in the order in which they were given; `undefined` for those that were skipped. */
  readonly records: readonly (RestRecord | undefined)[];
  /** Files that lie in a new revision folder now. */
  readonly moved: readonly Move[];
  /** Files that cannot be registered. */
  readonly skipped: readonly SkippedFile[];
}

/** A session that was written before its files are. */
export interface WrittenSession extends KnownSession {
  /** True if it was created for them. */
  readonly isNew: boolean;
}

/** How a plan is carried out. */
export interface SendOptions extends Pick<RegisterFilesOptions, "replaceExisting" | "signal"> {
  /** A session whose id is known; an error names it if it was created for these files. */
  readonly known?: WrittenSession | undefined;
}

interface SentFiles {
  /** Record of each file that was sent. */
  readonly records: readonly RestRecord[];
  /** For each of them where it stands in the list that was given. */
  readonly places: SessionFiles["places"];
  readonly moved: readonly Move[];
  readonly skipped: readonly SkippedFile[];
}

/** Records of all files that were sent, in order. @throws {@link UnexpectedAnswerError} if they are not those. */
function recordsOf(answer: JsonValue, filenames: readonly string[]): readonly RestRecord[] {
  const expected = `a record for each of ${filenames.length} files`;
  // One file may be answered by its record alone.
  const items: readonly JsonValue[] = Array.isArray(answer) ? answer : [answer];
  if (items.length !== filenames.length) throw new UnexpectedAnswerError(ENDPOINT, answer, expected);
  return items.map((item, index) => {
    if (isRecord(item) && item["name"] === nameOf(filenames[index] ?? "")) return item;
    throw new UnexpectedAnswerError(ENDPOINT, item, `the record of ${JSON.stringify(filenames[index])}`);
  });
}

/** Send files whose place is settled, after moving them there; move them back if that fails. */
async function sendMoved(
  context: RegistrationContext,
  { folder, body, targets: filenames, places, skipped }: SettledFiles,
  { replaceExisting, signal }: SendOptions,
): Promise<SentFiles> {
  if (filenames.length === 0) return { records: [], places, moved: [], skipped };
  const moves = movesOf(folder, body.filenames, filenames);
  const moved = await context.files.move(moves, { replaceExisting });
  const moving: FilesBody = { ...body, filenames: [...filenames], check_protected: false };
  let answer: JsonValue;
  try {
    answer = await context.rest.create(ENDPOINT, moving, { signal });
  } catch (error) {
    await moved.undo(error);
    throw error;
  }
  await moved.keep();
  return { records: recordsOf(answer, filenames), places, moved: moves, skipped };
}

async function sendRequest(
  context: RegistrationContext,
  files: SessionFiles,
  options: SendOptions,
): Promise<SentFiles> {
  const { body, places } = files;
  const { signal } = options;
  let answer: JsonValue;
  try {
    answer = await context.rest.create(ENDPOINT, body, { signal });
  } catch (error) {
    const protection = protectionOfError(error, ENDPOINT);
    if (protection === undefined) throw error;
    return await sendMoved(
      context,
      await settleProtected(context, files, { protection, known: options.known, signal }),
      options,
    );
  }
  return { records: recordsOf(answer, body.filenames), places, moved: [], skipped: [] };
}

/**
 * Carry out a plan of {@link planFiles}, session by session. Where datasets are protected, files are moved into a new
 * revision folder and sent again; if that fails they are moved back.
 *
 * @throws FilesNotRegisteredError (`registration/files-not-registered`) if the database refuses files of a session or
 *   cannot be reached; it holds the records of the sessions before.
 * @throws MoveTargetExistsError, MovesNotUndoneError, UnexpectedAnswerError (`registration/…`); they are the `cause` of a
 *   FilesNotRegisteredError where that has records or a session to tell of.
 * @throws the reason of the signal if that aborts.
 */
export async function sendFiles(
  context: RegistrationContext,
  plan: FilesPlan,
  options: SendOptions = {},
): Promise<RegisteredFiles> {
  const records = new Array<RestRecord | undefined>(plan.count).fill(undefined);
  const moved: Move[] = [];
  const skipped: SkippedFile[] = [...plan.skipped];
  for (const request of plan.requests) {
    options.signal?.throwIfAborted();
    try {
      const sent = await sendRequest(context, request, options);
      moved.push(...sent.moved);
      skipped.push(...sent.skipped);
      sent.places.forEach((places, index) => {
        for (const place of places) records[place] = sent.records[index];
      });
    } catch (cause) {
      // Files that could not be moved back are told of, whatever the reason.
      if (!isRegistrationError(cause)) options.signal?.throwIfAborted();
      const { session } = request.folder;
      const { filenames } = request.body;
      const registered = records.filter((record) => record !== undefined);
      const createdSession = options.known?.isNew && options.known.session === session ? options.known.eid : undefined;
      // An error that says all there is to say stays as it is.
      if (isRegistrationError(cause) && registered.length === 0 && createdSession === undefined) throw cause;
      throw new FilesNotRegisteredError({ session, filenames, registered, createdSession }, { cause });
    }
  }
  return { records, moved, skipped };
}

/**
 * Register files of one or several sessions, each with size, hash and version.
 *
 * Everything is read before anything is sent. Protected datasets are not touched: files that changed are moved into a new
 * revision folder, on the disk too, the others are skipped.
 *
 * @param files - Paths of datasets; relative ones are resolved.
 * @returns Records in the order of `files`, and where files went.
 * @throws As {@link planFiles} and {@link sendFiles}.
 * @see Source: `RegistrationClient.register_files` in ONE, `one/registration.py`. There a file that is in the way of a
 *   move is overwritten, and files stay moved if the database refuses them.
 */
export async function registerFiles(
  context: RegistrationContext,
  files: readonly string[],
  options: RegisterFilesOptions = {},
): Promise<RegisteredFiles> {
  return await sendFiles(context, await planFiles(context, files, options), options);
}
