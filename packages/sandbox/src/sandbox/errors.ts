import { DataError } from "@neurophys/alf";

/** A server cannot be started where it is wanted: the port is taken or not allowed, or the host is not this machine's. */
export class ListenError extends DataError {
  override readonly name = "ListenError";
  readonly code = "sandbox/cannot-listen";
  readonly host: string;
  readonly port: number;

  constructor(host: string, port: number, options?: ErrorOptions) {
    const reason = options?.cause instanceof Error ? `: ${options.cause.message}` : "";
    super(`Cannot listen on ${host} port ${port}${reason} (expected a free port, or 0 for any)`, options);
    this.host = host;
    this.port = port;
  }
}

/** A sandbox is to be reachable from other machines, but not everyone who may come in has a password. */
export class UnprotectedHostError extends DataError {
  override readonly name = "UnprotectedHostError";
  readonly code = "sandbox/unprotected-host";
  readonly host: string;

  constructor(host: string, missing: string, options?: ErrorOptions) {
    super(
      `Refused to listen on ${host}, which other machines reach: there is no ${missing} (expected one, or a loopback host)`,
      options,
    );
    this.host = host;
  }
}

/** Another process serves or changes the same folder. */
export class FolderInUseError extends DataError {
  override readonly name = "FolderInUseError";
  readonly code = "sandbox/folder-in-use";
  readonly folder: string;
  /** Number of the process that has it, if it is known. */
  readonly pid: number | undefined;

  constructor(folder: string, pid: number | undefined, options?: ErrorOptions) {
    super(
      `${folder} is in use by ${pid === undefined ? "another sandbox" : `process ${pid}`} (expected a folder that nothing else has open)`,
      options,
    );
    this.folder = folder;
    this.pid = pid;
  }
}

/** A folder to import is missing, or has no sessions of ALF files below it. */
export class NothingToImportError extends DataError {
  override readonly name = "NothingToImportError";
  readonly code = "sandbox/nothing-to-import";
  readonly folder: string;

  constructor(folder: string, options?: ErrorOptions) {
    super(
      `No sessions in ${folder} (expected folders [lab/Subjects/]subject/YYYY-MM-DD/number with files in them)`,
      options,
    );
    this.folder = folder;
  }
}

/** A file of a sandbox's folder does not hold what it should. */
export class SandboxFileError extends DataError {
  override readonly name = "SandboxFileError";
  readonly code = "sandbox/invalid-file";
  readonly path: string;

  constructor(path: string, expected: string, options?: ErrorOptions) {
    super(`Unusable ${path} (expected ${expected})`, options);
    this.path = path;
  }
}

/** A command line that cannot be understood or carried out as it stands; ends with exit code 2. */
export class UsageError extends DataError {
  override readonly name = "UsageError";
  readonly code = "sandbox/usage";
}
