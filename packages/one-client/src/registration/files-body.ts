import { type RestRecord } from "../alyx/index.ts";
import { InvalidRegistrationError } from "./errors.ts";
import { type PreparedFile } from "./prepare-files.ts";
import { type FileFacts } from "./registration-files.ts";
import { type SessionFolder } from "./session-folder.ts";

/** What is said of files beside their content, in the names of the original. */
export interface FilesOptions {
  /** Whether these become the default revisions. Default: true. */
  readonly default?: boolean | undefined;
  /** Who made the files; the user who is logged in by default. */
  readonly createdBy?: string | undefined;
  /** Make file records in online repositories only. Default: false. */
  readonly serverOnly?: boolean | undefined;
  /** Name of the repository where the files lie. */
  readonly repository?: string | undefined;
  /** Whether the files exist there. The database believes it only with `repository` or `serverOnly`. Default: true. */
  readonly exists?: boolean | undefined;
  /** Labs whose repositories get file records; the lab of the path by default, else that of the subject. */
  readonly labs?: string | readonly string[] | undefined;
  /** More fields of the request, in the database's names: `qc`, `projects`, `hostname`, `content_type`, `object_id`. */
  readonly fields?: RestRecord | undefined;
}

/** Fields that other arguments govern. */
const GOVERNED: ReadonlySet<string> = new Set([
  "created_by",
  "path",
  "filenames",
  "hashes",
  "filesizes",
  "name",
  "exists",
  "server_only",
  "default",
  "versions",
  "check_protected",
  "labs",
]);

/** Request of files of one session, as it is sent. */
export interface FilesBody extends RestRecord {
  /** Name of the user. */
  readonly created_by: string;
  /** `subject/date/number`. */
  readonly path: string;
  /** Below the session. */
  readonly filenames: readonly string[];
  /** MD5 in hexadecimal digits; null if the file was too large. */
  readonly hashes: readonly (string | null)[];
  /** In bytes. */
  readonly filesizes: readonly number[];
  /** Name of the repository. */
  readonly name: string | null;
  /** Whether the files exist there. */
  readonly exists: boolean;
  /** Whether only online repositories get records. */
  readonly server_only: boolean;
  /** Whether these become the default revisions. */
  readonly default: boolean;
  /** Version of each file; null for none. */
  readonly versions: readonly (string | null)[];
  /** Whether protected datasets refuse the request. */
  readonly check_protected: boolean;
}

/**
 * The request that registers files of a session.
 *
 * @param facts - Size and hash of each of `files`.
 * @throws {@link InvalidRegistrationError} if `fields` has a field that another option governs.
 * @see Source: `RegistrationClient.register_files` in ONE, `one/registration.py`.
 */
export function filesBody(
  folder: SessionFolder,
  files: readonly (PreparedFile & FileFacts)[],
  options: FilesOptions & { readonly createdBy: string },
): FilesBody {
  const { default: isDefault = true, createdBy, serverOnly = false, repository, exists = true, fields = {} } = options;
  const governed = Object.keys(fields).find((name) => GOVERNED.has(name));
  if (governed !== undefined) {
    throw new InvalidRegistrationError("fields", governed, "fields that have no option of their own");
  }
  const labs = options.labs ?? folder.lab;
  return {
    created_by: createdBy,
    path: folder.session,
    filenames: files.map(({ filename }) => filename),
    hashes: files.map(({ md5 }) => md5 ?? null),
    filesizes: files.map(({ sizeBytes }) => sizeBytes),
    name: repository ?? null,
    exists,
    server_only: serverOnly,
    default: isDefault,
    versions: files.map(({ version }) => version ?? null),
    check_protected: true,
    ...fields,
    ...(labs === undefined ? {} : { labs: typeof labs === "string" ? labs : [...labs] }),
  };
}
