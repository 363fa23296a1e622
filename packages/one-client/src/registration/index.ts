export {
  type AmountContext,
  type AmountOptions,
  registerWaterAdministration,
  registerWeight,
  type WaterOptions,
} from "./amounts.ts";
export { type CheckProtectedOptions, checkProtectedFiles, type ProtectedFile } from "./check-protected.ts";
export { chooseRevision } from "./choose-revision.ts";
export {
  createNewSession,
  createSessionFolder,
  type NewSessionOptions,
  type NewSessionPlace,
} from "./create-new-session.ts";
export {
  type CreateSessionsOptions,
  createSessions,
  type FlaggedSessionPlan,
  planSessions,
} from "./create-sessions.ts";
export { type DatasetType, type DatasetTypeMatcher, datasetTypeMatcher, getDatasetType } from "./dataset-types.ts";
export {
  DatasetTypeNotFoundError,
  DuplicateSessionsError,
  FileChangedError,
  type FilesNotRegistered,
  FilesNotRegisteredError,
  InvalidRegistrationError,
  isRegistrationError,
  LabMismatchError,
  MemberNotFoundError,
  type Move,
  MovesNotUndoneError,
  MoveTargetExistsError,
  MultipleDatasetTypesError,
  NoUserError,
  type RegistrationError,
  StartTimeMismatchError,
  UnexpectedAnswerError,
} from "./errors.ts";
export type { FilesBody, FilesOptions } from "./files-body.ts";
export { findFiles } from "./find-files.ts";
export { formatFilesPlan, formatSessionPlan } from "./format-plan.ts";
export { ensureIso8601 } from "./iso-8601.ts";
export { nextRevision } from "./next-revision.ts";
export {
  type FilesPlan,
  type PlanFilesOptions,
  planFiles,
  type RegisterFilesOptions,
  type SessionFilesPlan,
} from "./plan-files.ts";
export {
  type PreparedFile,
  type PreparedFiles,
  type PreparedSession,
  type PrepareOptions,
  prepareFiles,
  type SkippedFile,
  type Versions,
} from "./prepare-files.ts";
export type { DatasetProtection, RevisionState } from "./protection.ts";
export {
  type RegisteredFiles,
  registerFiles,
  type SendOptions,
  sendFiles,
  type WrittenSession,
} from "./register-files.ts";
export {
  type PlanSessionOptions,
  planSession,
  type RegisteredSession,
  type RegisterSessionOptions,
  registerSession,
  type SessionPlan,
  sendSession,
} from "./register-session.ts";
export {
  createRegistration,
  type DatasetKinds,
  RegistrationClient,
  type RegistrationOptions,
  type WithDefaultRoot,
} from "./registration-client.ts";
export type { RegistrationContext } from "./registration-context.ts";
export type {
  FactsOptions,
  FileFacts,
  MovedFiles,
  MoveOptions,
  NewSessionFolder,
  RegistrationFiles,
} from "./registration-files.ts";
export {
  assertAllExist,
  assertExists,
  type MemberQuestion,
  type RegistrationRest,
  type RestCallOptions,
} from "./registration-rest.ts";
export type { SessionFields } from "./session-body.ts";
export type { SessionFolder } from "./session-folder.ts";
export { SessionsNotCreatedError } from "./sessions-not-created-error.ts";
export type { KnownSession, SessionFiles } from "./settle-protected.ts";
