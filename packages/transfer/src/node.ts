export { isTransferError, type TransferError } from "./errors.ts";
export { download } from "./node/download.ts";
export {
  type DownloadAllOptions,
  type DownloadResult,
  type DownloadSummary,
  downloadAll,
} from "./node/download-all.ts";
export type { DownloadItem } from "./node/download-item.ts";
export type {
  DownloadOptions,
  DownloadOutcome,
  DownloadSource,
  TransferOptions,
} from "./node/download-options.ts";
export { downloadS3Folder } from "./node/download-s3-folder.ts";
export { type ExtractedFile, type ExtractOptions, extractZip, type ZipLimits } from "./node/extract-zip.ts";
export type { LockPatience } from "./node/file-lock.ts";
export { safeTarget } from "./node/safe-target.ts";
