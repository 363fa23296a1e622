import { AccessDeniedError, type FileFacts, FileSystemError, NotAFileError } from "./errors.ts";

/** The file system's code of an error, e.g. `"ENOENT"`; `undefined` for errors from elsewhere. */
export function systemCode(error: unknown): string | undefined {
  const code = typeof error === "object" && error !== null && "syscall" in error && "code" in error ? error.code : "";
  return typeof code === "string" && code !== "" ? code : undefined;
}

/** True if the file system says that there is no such file: no entry, or a file where a folder would have to be. */
export function isMissing(error: unknown): boolean {
  const code = systemCode(error);
  return code === "ENOENT" || code === "ENOTDIR";
}

/** The typed error for one of the file system's; any other error comes back as it is. */
export function typedFileError(error: unknown, facts: FileFacts): unknown {
  const code = systemCode(error);
  switch (code) {
    case undefined:
      return error;
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new AccessDeniedError(facts, { cause: error });
    case "EISDIR":
    case "ENXIO": // a socket, or a pipe nobody reads
      return new NotAFileError(facts, { cause: error });
    default:
      return new FileSystemError(facts, code, { cause: error });
  }
}
