import { basename, dirname } from "node:path";
import { DatasetFileNotFoundError } from "@neurophys/alf/io";
import { AccessDeniedError, FileSystemError, NotAFileError, type StoreOperation } from "@neurophys/alf/store";
import { systemCode } from "./system-code.ts";

/** The typed error for one of the system's; any other comes back as it is. */
export function fileError(error: unknown, path: string, operation: StoreOperation): unknown {
  const facts = { key: basename(path), location: dirname(path), operation };
  const code = systemCode(error);
  switch (code) {
    case undefined:
      return error;
    case "ENOENT":
      return new DatasetFileNotFoundError(facts.key, facts.location, { cause: error });
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new AccessDeniedError(facts, { cause: error });
    case "EISDIR":
      return new NotAFileError(facts, { cause: error });
    default:
      return new FileSystemError(facts, code, { cause: error });
  }
}
