import { DiskFullError, FileSystemError, PermissionError } from "../errors/file-errors.ts";

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

/**
 * The typed error for one of the file system's; any other error comes back as it is.
 *
 * @param path - File that could not be written.
 */
export function typedFileFailure(error: unknown, path: string): unknown {
  const code = systemCode(error);
  switch (code) {
    case undefined:
      return error;
    case "ENOSPC":
    case "EDQUOT":
      return new DiskFullError(path, { cause: error });
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new PermissionError(path, { cause: error });
    default:
      return isConnectionCode(code) ? error : new FileSystemError(path, code, { cause: error });
  }
}

/** Sockets fail with codes too. */
function isConnectionCode(code: string): boolean {
  return code.startsWith("ECONN") || code === "EPIPE" || code === "ETIMEDOUT" || code === "EHOSTUNREACH";
}
