import { type RestRecord } from "../alyx/index.ts";
import { textField } from "../alyx/record-field.ts";
import {
  type AmountContext,
  type AmountOptions,
  registerWaterAdministration,
  registerWeight,
  type WaterOptions,
} from "./amounts.ts";
import { type CheckProtectedOptions, checkProtectedFiles, type ProtectedFile } from "./check-protected.ts";
import {
  createNewSession,
  createSessionFolder,
  type NewSessionOptions,
  type NewSessionPlace,
} from "./create-new-session.ts";
import {
  type CreateSessionsOptions,
  createSessions,
  type FlaggedSessionPlan,
  planSessions,
} from "./create-sessions.ts";
import { type DatasetType, datasetTypeMatcher, datasetTypeOf, nameOf, singleType } from "./dataset-types.ts";
import { InvalidRegistrationError } from "./errors.ts";
import { findFiles } from "./find-files.ts";
import { ensureIso8601 } from "./iso-8601.ts";
import { type FilesPlan, type PlanFilesOptions, planFiles, type RegisterFilesOptions } from "./plan-files.ts";
import { type PreparedFiles, prepareFiles, type Versions } from "./prepare-files.ts";
import { type RegisteredFiles, registerFiles } from "./register-files.ts";
import {
  type PlanSessionOptions,
  planSession,
  type RegisteredSession,
  type RegisterSessionOptions,
  registerSession,
  type SessionPlan,
} from "./register-session.ts";
import { type RegistrationContext } from "./registration-context.ts";
import { type RegistrationFiles } from "./registration-files.ts";
import { assertAllExist, assertExists, type RegistrationRest } from "./registration-rest.ts";

/** What a {@link RegistrationClient} works with. */
export interface RegistrationOptions {
  /** Client of the database. */
  readonly rest: RegistrationRest;
  /** The disk. */
  readonly files: RegistrationFiles;
  /** The clock: its local day is that of new revisions and sessions. */
  readonly now: () => Date;
  /** Folder in which new sessions are made, e.g. the cache folder; without it `sessionRoot` has to be given. */
  readonly sessionRoot?: string | undefined;
  /** Id of a session that is not given by its id, e.g. `one.toEid`. */
  readonly toEid?: ((session: string) => Promise<string | undefined>) | undefined;
}

/** What the database knows of datasets. */
export interface DatasetKinds {
  /** Types with their file name patterns. */
  readonly datasetTypes: readonly DatasetType[];
  /** With their dot; `""` stands for files without any. */
  readonly fileExtensions: readonly string[];
}

/** Options whose `sessionRoot` may be left to the client. */
export type WithDefaultRoot<T extends NewSessionPlace> = Omit<T, "sessionRoot"> & {
  /** Folder in which `subject/date/number` is made; that of the client by default. */
  readonly sessionRoot?: string | undefined;
};

/**
 * Creates sessions and registers datasets, water and weights. Made by {@link createRegistration}.
 *
 * Each method is the function of the same name with the client's context.
 *
 * @see Source: `RegistrationClient` in ONE, `one/registration.py`.
 */
export class RegistrationClient {
  /** Types of datasets that the database knows. */
  readonly datasetTypes: readonly DatasetType[];
  /** Extensions that the database knows, with their dot. */
  readonly fileExtensions: readonly string[];
  readonly #context: RegistrationContext & AmountContext;
  readonly #sessionRoot: string | undefined;

  constructor({ sessionRoot, ...options }: RegistrationOptions, { datasetTypes, fileExtensions }: DatasetKinds) {
    this.datasetTypes = datasetTypes;
    this.fileExtensions = fileExtensions;
    this.#sessionRoot = sessionRoot;
    this.#context = { ...options, typesOf: datasetTypeMatcher(datasetTypes), fileExtensions };
  }

  /** File name patterns of the types that have one. */
  get registrationPatterns(): readonly string[] {
    return this.datasetTypes.map(({ filenamePattern }) => filenamePattern).filter((pattern) => pattern !== "");
  }

  /** See {@link getDatasetType}. */
  getDatasetType(filename: string): DatasetType {
    const name = nameOf(filename);
    return singleType(name, this.#context.typesOf(name));
  }
  /** See {@link findFiles}. */
  async findFiles(folder: string, signal?: AbortSignal): Promise<readonly string[]> {
    return await findFiles(this.#context, folder, signal);
  }
  /** See {@link assertExists}. */
  async assertExists(member: string, endpoint: string, signal?: AbortSignal): Promise<RestRecord> {
    return await assertExists(this.#context.rest, { member, endpoint, signal });
  }
  /** See {@link assertAllExist}. */
  async assertAllExist(
    members: readonly string[],
    endpoint: string,
    signal?: AbortSignal,
  ): Promise<readonly RestRecord[]> {
    return await assertAllExist(this.#context.rest, members, { endpoint, signal });
  }
  /** See {@link ensureIso8601}; now by default. */
  ensureIso8601(date?: string | Date): string {
    return ensureIso8601(date ?? this.#context.now());
  }

  #placed<T extends NewSessionPlace>(place: WithDefaultRoot<T>): T {
    const sessionRoot = place.sessionRoot ?? this.#sessionRoot;
    if (sessionRoot !== undefined) return { ...place, sessionRoot } as T;
    throw new InvalidRegistrationError("sessionRoot", undefined, "a folder, here or when the client is made");
  }
  /** See {@link createNewSession}. */
  async createNewSession(
    subject: string,
    options: WithDefaultRoot<NewSessionOptions> = {},
  ): Promise<RegisteredSession> {
    return await createNewSession(this.#context, subject, this.#placed<NewSessionOptions>(options));
  }
  /** See {@link createSessionFolder}. */
  async createSessionFolder(subject: string, place: WithDefaultRoot<NewSessionPlace> = {}): Promise<string> {
    return await createSessionFolder(this.#context, subject, this.#placed<NewSessionPlace>(place));
  }
  /** See {@link createSessions}. */
  async createSessions(root: string, options?: CreateSessionsOptions): Promise<readonly RegisteredSession[]> {
    return await createSessions(this.#context, root, options);
  }
  /** See {@link planSessions}. */
  async planSessions(root: string, options?: CreateSessionsOptions): Promise<readonly FlaggedSessionPlan[]> {
    return await planSessions(this.#context, root, options);
  }
  /** See {@link registerSession}. */
  async registerSession(sessionPath: string, options?: RegisterSessionOptions): Promise<RegisteredSession> {
    return await registerSession(this.#context, sessionPath, options);
  }
  /** See {@link planSession}. */
  async planSession(sessionPath: string, options?: PlanSessionOptions): Promise<SessionPlan> {
    return await planSession(this.#context, sessionPath, options);
  }

  /** See {@link prepareFiles}. */
  prepareFiles(files: readonly string[], versions?: Versions): PreparedFiles {
    const paths = files.map((file) => this.#context.files.resolve(file));
    return prepareFiles(paths, { ...this.#context, versions });
  }
  /** See {@link registerFiles}. */
  async registerFiles(files: readonly string[], options?: RegisterFilesOptions): Promise<RegisteredFiles> {
    return await registerFiles(this.#context, files, options);
  }
  /** Register one file; its record, or `undefined` if it cannot be registered. See {@link registerFiles}. */
  async registerFile(file: string, options?: RegisterFilesOptions): Promise<RestRecord | undefined> {
    return (await registerFiles(this.#context, [file], options)).records[0];
  }
  /** See {@link planFiles}. */
  async planFiles(files: readonly string[], options?: PlanFilesOptions): Promise<FilesPlan> {
    return await planFiles(this.#context, files, options);
  }
  /** See {@link checkProtectedFiles}. */
  async checkProtectedFiles(
    files: readonly string[],
    options?: CheckProtectedOptions,
  ): Promise<readonly (ProtectedFile | undefined)[]> {
    return await checkProtectedFiles(this.#context, files, options);
  }

  /** See {@link registerWaterAdministration}. @param volumeMl - In millilitres. */
  async registerWaterAdministration(subject: string, volumeMl: number, options?: WaterOptions): Promise<RestRecord> {
    return await registerWaterAdministration(this.#context, subject, { ...options, volumeMl });
  }
  /** See {@link registerWeight}. @param weightG - In grams. */
  async registerWeight(subject: string, weightG: number, options?: AmountOptions): Promise<RestRecord> {
    return await registerWeight(this.#context, subject, { ...options, weightG });
  }
}

/**
 * A client that registers, with what the database knows of datasets, freshly asked.
 *
 * @throws AlyxInvalidRecordError (`alyx/invalid-record`) if a type or format of the database has no name or extension.
 * @see Source: `RegistrationClient.__init__` in ONE, `one/registration.py`. Answers that are kept from before are not used
 *   here, so there is nothing to warn of.
 */
export async function createRegistration(
  options: RegistrationOptions,
  signal?: AbortSignal,
): Promise<RegistrationClient> {
  const call = { noCache: true, signal };
  const datasetTypes = (await options.rest.list("dataset-types", {}, call)).map(datasetTypeOf);
  const formats = await options.rest.list("data-formats", {}, call);
  const fileExtensions = formats.map((record) => textField(record, "file_extension", "data format"));
  return new RegistrationClient(options, { datasetTypes, fileExtensions });
}
