export { createUser, type NewUser } from "./alyx/accounts/create-user.ts";
export { createToken, revokeTokens } from "./alyx/accounts/tokens.ts";
export { type LabDatabase, type OpenDatabaseOptions, openDatabase } from "./database/lab-database.ts";
export type { Tables } from "./database/tables.ts";
export { isSandboxError, type SandboxError } from "./errors.ts";
