import { DataError } from "@neurophys/alf";

/** Size and hash of a file, as far as they are known. */
export interface FileIdentity {
  readonly sizeBytes: number | undefined;
  /** 32 lower-case hexadecimal digits. */
  readonly md5: string | undefined;
}

/** Facts of an {@link IntegrityError}. */
export interface IntegrityFacts {
  /** Address without its query and without credentials. */
  readonly url: string;
  /** Path of the file that was not written. */
  readonly target: string;
  readonly expected: FileIdentity;
  readonly found: FileIdentity;
}

/** What the server has is not what was expected: size or md5 differ, also after one more download from the start. */
export class IntegrityError extends DataError {
  override readonly name = "IntegrityError";
  readonly code = "transfer/integrity";
  /** Address without its query and without credentials. */
  readonly url: string;
  readonly target: string;
  readonly expected: FileIdentity;
  readonly found: FileIdentity;

  constructor(facts: IntegrityFacts, options?: ErrorOptions) {
    super(
      `Wrong content: ${identityText(facts.found)} from ${facts.url} ` +
        `(expected ${identityText(facts.expected)}); ${facts.target} was not written`,
      options,
    );
    this.url = facts.url;
    this.target = facts.target;
    this.expected = facts.expected;
    this.found = facts.found;
  }
}

function identityText({ sizeBytes, md5 }: FileIdentity): string {
  const parts = [sizeBytes === undefined ? "" : `${sizeBytes} bytes`, md5 === undefined ? "" : `md5 ${md5}`];
  return parts.filter((part) => part !== "").join(", ");
}

/** More bytes than the caller's limit. */
export class TooLargeError extends DataError {
  override readonly name = "TooLargeError";
  readonly code = "transfer/too-large";
  /** Address without its query and without credentials. */
  readonly url: string;
  readonly sizeBytes: number;
  readonly limitBytes: number;

  constructor(url: string, sizeBytes: number, limitBytes: number, options?: ErrorOptions) {
    super(`Too large: at least ${sizeBytes} bytes from ${url} (expected at most ${limitBytes})`, options);
    this.url = url;
    this.sizeBytes = sizeBytes;
    this.limitBytes = limitBytes;
  }
}

/** The disk is full, or the user's share of it. */
export class DiskFullError extends DataError {
  override readonly name = "DiskFullError";
  readonly code = "transfer/disk-full";
  readonly path: string;

  constructor(path: string, options?: ErrorOptions) {
    super(`Disk full: ${path} was not written (expected room for it)`, options);
    this.path = path;
  }
}

/** The file system refuses this user. */
export class PermissionError extends DataError {
  override readonly name = "PermissionError";
  readonly code = "transfer/permission";
  readonly path: string;

  constructor(path: string, options?: ErrorOptions) {
    super(`No permission: ${path} was not written (expected a folder that this user may write to)`, options);
    this.path = path;
  }
}

/** What the codes mean that people meet: most say that something else lies where the file or its folder belongs. */
const WORDS: Readonly<Record<string, string>> = {
  EEXIST: "A file lies where a folder of the path belongs",
  ENOTDIR: "A file lies where a folder of the path belongs",
  EISDIR: "A folder lies where the file belongs",
  ELOOP: "Symbolic links of the path lead in a circle",
  ENAMETOOLONG: "The path or a name in it is too long",
  EMFILE: "Too many files are open",
  ENFILE: "Too many files are open",
  EIO: "The disk failed",
};

/** Any other refusal of the file system. */
export class FileSystemError extends DataError {
  override readonly name = "FileSystemError";
  readonly code = "transfer/file-system";
  readonly path: string;
  /** The system's own code, e.g. `"EIO"`. */
  readonly systemCode: string;

  constructor(path: string, systemCode: string, options?: ErrorOptions) {
    super(`${WORDS[systemCode] ?? "File system failure"} (${systemCode}): ${path} was not written`, options);
    this.path = path;
    this.systemCode = systemCode;
  }
}

/** Another process downloads the same file and did not finish in the time given. */
export class LockTimeoutError extends DataError {
  override readonly name = "LockTimeoutError";
  readonly code = "transfer/lock-timeout";
  readonly path: string;
  /** Who holds the lock, e.g. `"process 17 on lab-pc"`. */
  readonly owner: string;
  readonly waitedMs: number;

  constructor(path: string, owner: string, waitedMs: number, options?: ErrorOptions) {
    super(`Locked: ${path} by ${owner} for ${Math.round(waitedMs / 1000)} s (expected it to be free by then)`, options);
    this.path = path;
    this.owner = owner;
    this.waitedMs = waitedMs;
  }
}

/** This process was silent for so long that another took its place; the other's file stands. */
export class LockLostError extends DataError {
  override readonly name = "LockLostError";
  readonly code = "transfer/lock-lost";
  readonly path: string;

  constructor(path: string, options?: ErrorOptions) {
    super(`Lock lost: another process took over ${path} (expected this one to be awake)`, options);
    this.path = path;
  }
}

/** A relative path that could lead out of its folder, or that some system reads as something else. */
export class UnsafePathError extends DataError {
  override readonly name = "UnsafePathError";
  readonly code = "transfer/unsafe-path";
  readonly path: string;
  /** What is wrong with it, as the end of the sentence "the path …". */
  readonly reason: string;

  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(`Unsafe path: ${shown(path)} ${reason} (expected "folder/name" that stays inside its folder)`, options);
    this.path = path;
    this.reason = reason;
  }
}

/** A list of downloads that makes no sense: sizes, hashes or targets that cannot be. */
export class InvalidItemError extends DataError {
  override readonly name = "InvalidItemError";
  readonly code = "transfer/invalid-item";
  readonly target: string;
  readonly reason: string;

  constructor(target: string, reason: string, options?: ErrorOptions) {
    super(`Not a download: ${shown(target)} has ${reason}`, options);
    this.target = target;
    this.reason = reason;
  }
}

/** A zip archive that is broken, or that no honest writer makes. */
export class InvalidArchiveError extends DataError {
  override readonly name = "InvalidArchiveError";
  readonly code = "transfer/invalid-archive";
  readonly archive: string;
  /** Name of the entry at fault; `undefined` if the whole archive is. */
  readonly entry: string | undefined;
  readonly reason: string;

  constructor(archive: string, entry: string | undefined, reason: string, options?: ErrorOptions) {
    const where = entry === undefined ? archive : `${shown(entry)} in ${archive}`;
    super(`Archive refused: ${where} ${reason}; nothing was extracted`, options);
    this.archive = archive;
    this.entry = entry;
    this.reason = reason;
  }
}

/** Text of a name from elsewhere: quoted, and not endless. */
function shown(text: string): string {
  return JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text);
}
