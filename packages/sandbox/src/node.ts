export { createUser, type NewUser } from "./alyx/accounts/create-user.ts";
export { createToken, revokeTokens } from "./alyx/accounts/tokens.ts";
export { type AlyxAppOptions, createAlyxApp } from "./alyx/create-alyx-app.ts";
export { type CacheTableOptions, type CacheTableSummary, writeCacheTables } from "./cache-tables/write-cache-tables.ts";
export { createDataApp, type DataAppOptions } from "./data-server/create-data-app.ts";
export type { DataMount } from "./data-server/data-mount.ts";
export type { DataEnv } from "./data-server/send-file.ts";
export { type LabDatabase, type OpenDatabaseOptions, openDatabase } from "./database/lab-database.ts";
export type { Tables } from "./database/tables.ts";
export { isSandboxError, type SandboxError } from "./errors.ts";
export { type ImportOptions, type ImportProgress, type ImportSummary, importFolder } from "./import/import-folder.ts";
export {
  FolderInUseError,
  ListenError,
  NothingToImportError,
  SandboxFileError,
  UnprotectedHostError,
  UsageError,
} from "./sandbox/errors.ts";
export type { RateLimit } from "./sandbox/rate-limit.ts";
export type { DataLogin, ServeOptions } from "./sandbox/serve-lab.ts";
export { createSandbox, type Sandbox, type SandboxOptions } from "./sandbox.ts";
export { type SeedOptions, type SeedSummary, seedDemo } from "./seed/seed-demo.ts";
