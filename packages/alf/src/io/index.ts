export type { DecodeContext, Decoder, Decoders } from "./decoder.ts";
export {
  DatasetFileNotFoundError,
  FolderNotFoundError,
  InvalidSidecarError,
  type IoError,
  isIoError,
  NumbersUsedUpError,
  TimescaleNotFoundError,
} from "./errors.ts";
