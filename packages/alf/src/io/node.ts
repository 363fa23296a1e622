export { hasTwoDots } from "../dataset-name.ts";
export { type Md5Options, md5File } from "./md5-file.ts";
export { nextNumFolder, removeEmptyFolders, removeFiles } from "./session-folders.ts";
export { type WalkedFile, type WalkFilesOptions, walkFileBatches, walkFiles } from "./walk-files.ts";
export { type WalkSessionsOptions, walkSessions } from "./walk-sessions.ts";
