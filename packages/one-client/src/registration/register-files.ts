import { type JsonValue } from "@neurophys/alf";
import { type RestRecord } from "../alyx/index.ts";
import { isRecord } from "../alyx/record-field.ts";
import { chooseRevisions } from "./choose-revision.ts";
import { nameOf } from "./dataset-types.ts";
import { FilesNotRegisteredError, isRegistrationError, type Move, UnexpectedAnswerError } from "./errors.ts";
import { type FilesBody } from "./files-body.ts";
import { localDay } from "./iso-8601.ts";
import {
  assertApart,
  type FilesPlan,
  movesOf,
  planFiles,
  type RegisterFilesOptions,
  type SessionFilesPlan,
} from "./plan-files.ts";
import { type SkippedFile } from "./prepare-files.ts";
import { protectionOfError } from "./protection.ts";
import { type RegistrationContext } from "./registration-context.ts";

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

/** How a plan is carried out. */
export interface SendOptions extends Pick<RegisterFilesOptions, "replaceExisting" | "signal"> {
  /** Id of the session, if it was created for these files: an error names it. */
  readonly createdSession?: string | undefined;
}

interface SentFiles {
  readonly records: readonly RestRecord[];
  readonly moved: readonly Move[];
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
  { folder, body }: SessionFilesPlan,
  { filenames, replaceExisting, signal }: SendOptions & { readonly filenames: readonly string[] },
): Promise<SentFiles> {
  assertApart(folder, body.filenames, filenames);
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
  return { records: recordsOf(answer, filenames), moved: moves };
}

async function sendRequest(
  context: RegistrationContext,
  plan: SessionFilesPlan,
  options: SendOptions,
): Promise<SentFiles> {
  const { body } = plan;
  let answer: JsonValue;
  try {
    answer = await context.rest.create(ENDPOINT, body, { signal: options.signal });
  } catch (error) {
    const protection = protectionOfError(error, ENDPOINT);
    if (protection === undefined) throw error;
    const filenames = chooseRevisions(body.filenames, protection, localDay(context.now()));
    return await sendMoved(context, plan, { ...options, filenames });
  }
  return { records: recordsOf(answer, body.filenames), moved: [] };
}

/**
 * Carry out a plan of {@link planFiles}, session by session. Where datasets are protected, files are moved into a new
 * revision folder and sent again; if that fails they are moved back.
 *
 * @throws FilesNotRegisteredError (`registration/files-not-registered`) if the database refuses files of a session or
 *   cannot be reached; it holds the records of the sessions before.
 * @throws MoveTargetExistsError, MovesNotUndoneError, UnexpectedAnswerError (`registration/…`).
 * @throws the reason of the signal if that aborts.
 */
export async function sendFiles(
  context: RegistrationContext,
  plan: FilesPlan,
  options: SendOptions = {},
): Promise<RegisteredFiles> {
  const records = new Array<RestRecord | undefined>(plan.count).fill(undefined);
  const moved: Move[] = [];
  for (const request of plan.requests) {
    options.signal?.throwIfAborted();
    try {
      const sent = await sendRequest(context, request, options);
      moved.push(...sent.moved);
      request.places.forEach((places, index) => {
        for (const place of places) records[place] = sent.records[index];
      });
    } catch (cause) {
      if (isRegistrationError(cause)) throw cause;
      options.signal?.throwIfAborted();
      const { session } = request.folder;
      const { filenames } = request.body;
      const registered = records.filter((record) => record !== undefined);
      const { createdSession } = options;
      throw new FilesNotRegisteredError({ session, filenames, registered, createdSession }, { cause });
    }
  }
  return { records, moved, skipped: plan.skipped };
}

/**
 * Register files of one or several sessions, each with size, hash and version.
 *
 * Everything is read before anything is sent. Protected datasets are not touched: their files are moved into a new
 * revision folder, on the disk too.
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
