import { resolve } from "node:path";
import { getSessionPath } from "@neurophys/alf";
import { isRecord } from "../../alyx/record-field.ts";
import { nodeRegistrationFiles, openRegistration } from "../../node/registration.ts";
import { FilesNotRegisteredError } from "../../registration/errors.ts";
import { type PlanFilesOptions } from "../../registration/plan-files.ts";
import { type SkippedFile } from "../../registration/prepare-files.ts";
import { type RegisteredFiles } from "../../registration/register-files.ts";
import { type RegisteredSession, type SessionPlan } from "../../registration/register-session.ts";
import { type RegistrationClient } from "../../registration/registration-client.ts";
import { type RegistrationFiles } from "../../registration/registration-files.ts";
import { SessionsNotCreatedError } from "../../registration/sessions-not-created-error.ts";
import { type DatabaseOptions } from "../database-identity.ts";
import { interruptible } from "../interruptible.ts";
import { openDatabase } from "../open-database.ts";
import { createProgress } from "../output/progress.ts";
import { parseBytes } from "../output/units.ts";
import { remark, type Terminal } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";
import { markExisting } from "./mark-existing.ts";
import { type LeftOutSearch, leftOutFiles, showLeftOut } from "./register-left-out.ts";
import { showFilesPlan, showRegistered, showSessionPlans } from "./register-report.ts";

/** Options of `one register`. */
export interface RegisterOptions extends DatabaseOptions {
  readonly dryRun?: boolean;
  readonly eid?: string;
  readonly repository?: string;
  readonly users?: readonly string[];
  readonly projects?: readonly string[];
  /** False with `--no-session`. */
  readonly session?: boolean;
  readonly maxMd5Size?: string;
  readonly json?: boolean;
}

/** What is registered, and how. */
interface Work {
  readonly terminal: Terminal;
  readonly folder: string;
  readonly client: RegistrationClient;
  /** Say of files that the repository that is named has them. */
  readonly mark: (files: RegisteredFiles) => Promise<RegisteredFiles>;
  readonly files: RegistrationFiles;
  readonly sessionFields: {
    readonly users: readonly string[] | undefined;
    readonly projects: readonly string[] | undefined;
  };
  readonly fileOptions: Omit<PlanFilesOptions, "signal">;
  /** Told how many files there are, where that is known before they are read. */
  readonly onFound: (count: number) => void;
  readonly options: RegisterOptions;
  readonly signal: AbortSignal;
}

/** Do what `one register` says. Returns the exit code. */
export async function register(terminal: Terminal, dir: string, options: RegisterOptions): Promise<number> {
  const folder = resolve(terminal.cwd, dir);
  const isSession = getSessionPath(folder.replaceAll("\\", "/")) !== undefined;
  const users = namesOf(options.users);
  const projects = namesOf(options.projects);
  checkOptions(options, isSession);
  checkFolder(folder, isSession);
  const maxMd5SizeBytes = options.maxMd5Size === undefined ? undefined : sizeOf(options.maxMd5Size);
  const { dryRun = false, repository } = options;
  const fileOptions = { repository, maxMd5SizeBytes, checkProtected: dryRun };
  return await interruptible(
    terminal,
    async (signal) => {
      const { alyx } = await openDatabase(terminal, options);
      const progress = createProgress("reading", terminal.stderr, "files");
      let total: number | undefined;
      try {
        const files = watched((done) => progress.update(done, total));
        const client = await openRegistration({ rest: alyx, files }, signal);
        const sessionFields = { users, projects };
        const onFound = (count: number): void => {
          total = count;
        };
        const mark = (registered: RegisteredFiles) => markExisting(alyx, registered, { repository, signal });
        const shared = { terminal, folder, client, mark, files, options, signal };
        const work: Work = { ...shared, sessionFields, fileOptions, onFound };
        const isFilesOnly = options.session === false;
        const result = isFilesOnly ? await filesOnly(work) : isSession ? await oneSession(work) : await flagged(work);
        progress.stop();
        return result();
      } finally {
        progress.stop();
      }
    },
    "files that were moved are back, requests that were sent stay.",
  );
}

/** Shows what was done, and gives the exit code; called when the progress bar is gone. */
type Result = () => number;

function checkOptions(options: RegisterOptions, isSession: boolean): void {
  const isFilesOnly = options.session === false;
  const ofSession = (["eid", "users", "projects"] as const).find((name) => options[name] !== undefined);
  if (isFilesOnly && ofSession !== undefined) {
    throw new UsageError(`--${ofSession} is of the session, which --no-session leaves alone`);
  }
  if (!isSession && options.eid !== undefined) {
    throw new UsageError("--eid names one session (expected the folder of a session, …/subject/YYYY-MM-DD/number)");
  }
}

/** A folder that looks like one of a session and is none would be searched for sessions below it, in vain. */
function checkFolder(folder: string, isSession: boolean): void {
  const [, subject, day, number] = /([^/\\]+)[/\\](\d{4}-\d{2}-\d{2})[/\\](\d+)$/.exec(folder) ?? [];
  if (isSession || number === undefined) return;
  throw new UsageError(
    `"${subject}/${day}/${number}" cannot be a session (expected the name of a subject, a day that exists, and a number of ` +
      "up to three digits)",
  );
}

function namesOf(words: readonly string[] | undefined): readonly string[] | undefined {
  return words
    ?.flatMap((word) => word.split(","))
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

function sizeOf(text: string): number {
  const bytes = parseBytes(text);
  if (bytes !== undefined) return bytes;
  throw new UsageError(`--max-md5-size takes a size such as 500MB, not "${text}"`);
}

/** The disk, which tells how many files it has read. */
function watched(onRead: (count: number) => void): RegistrationFiles {
  const files = nodeRegistrationFiles();
  let count = 0;
  return {
    ...files,
    facts: async (path, options) => {
      const facts = await files.facts(path, options);
      count += 1;
      onRead(count);
      return facts;
    },
  };
}

async function oneSession(work: Work): Promise<Result> {
  const { terminal, folder, client, sessionFields, fileOptions, options, signal } = work;
  const files = await client.findFiles(folder, signal);
  work.onFound(files.length);
  const leftOut = await leftOutOf(work, [folder], files);
  const how = { ...sessionFields, eid: options.eid, files, fileOptions, signal };
  const reported = { isJson: options.json ?? false, leftOut };
  if (options.dryRun) {
    const plan = await client.planSession(folder, how);
    return () => reportWith(work, leftOut, showSessionPlans(terminal, [plan], reported));
  }
  const registered = await partly(terminal, () => client.registerSession(folder, how), options);
  const sessions = await marked(work, [registered]);
  return () => reportWith(work, leftOut, showRegistered(terminal, { sessions }, reported));
}

async function flagged(work: Work): Promise<Result> {
  const { terminal, folder, client, sessionFields, fileOptions, options, signal } = work;
  const how = { ...sessionFields, registerFiles: true, fileOptions, signal };
  let plans: readonly SessionPlan[] = [];
  let created: readonly RegisteredSession[] = [];
  if (options.dryRun) plans = await client.planSessions(folder, how);
  else created = await marked(work, await partly(terminal, () => client.createSessions(folder, how), options));
  if (plans.length + created.length === 0) {
    remark(
      terminal,
      `No session below ${folder} has a create_me.flag; "one register" with the folder of a session needs none.`,
    );
  }
  const folders = [...plans.map((plan) => plan.folder.path), ...created.map(({ sessionPath }) => sessionPath)];
  const known = await Promise.all(folders.map((path) => client.findFiles(path, signal)));
  const moved = created.flatMap(({ files }) => files?.moved.map(({ to }) => to) ?? []);
  const leftOut = await leftOutOf(work, folders, [...known.flat(), ...moved]);
  const reported = { isJson: options.json ?? false, leftOut };
  return () =>
    reportWith(
      work,
      leftOut,
      options.dryRun
        ? showSessionPlans(terminal, plans, reported)
        : showRegistered(terminal, { sessions: created }, reported),
    );
}

async function filesOnly(work: Work): Promise<Result> {
  const { terminal, folder, client, fileOptions, options, signal } = work;
  const files = await client.findFiles(folder, signal);
  work.onFound(files.length);
  const leftOut = await leftOutOf(work, [folder], files);
  const reported = { isJson: options.json ?? false, leftOut };
  if (files.length === 0) remark(terminal, `No file below ${folder} is a dataset that the database knows.`);
  if (options.dryRun) {
    const plan = await client.planFiles(files, { ...fileOptions, signal });
    return () => reportWith(work, leftOut, showFilesPlan(terminal, plan, reported));
  }
  const sent = await partly(terminal, () => client.registerFiles(files, { ...fileOptions, signal }), options);
  const registered = await work.mark(sent);
  return () => reportWith(work, leftOut, showRegistered(terminal, { files: registered }, reported));
}

/** Sessions whose files are said to lie where they lie. */
async function marked({ mark }: Work, sessions: readonly RegisteredSession[]): Promise<readonly RegisteredSession[]> {
  const done: RegisteredSession[] = [];
  for (const session of sessions) {
    done.push({ ...session, files: session.files === undefined ? undefined : await mark(session.files) });
  }
  return done;
}

/** Files in some folders that are not among those to register. */
async function leftOutOf(
  { client, files, signal }: Work,
  folders: readonly string[],
  known: readonly string[],
): Promise<readonly SkippedFile[]> {
  const search: LeftOutSearch = { client, files, known, signal };
  return (await Promise.all(folders.map((folder) => leftOutFiles(folder, search)))).flat();
}

/** Name the files that are left out below the report. Returns the report's exit code. */
function reportWith({ terminal, folder, files }: Work, leftOut: readonly SkippedFile[], exitCode: number): number {
  showLeftOut(terminal, files.resolve(folder), leftOut);
  return exitCode;
}

/** Register, and where that fails half-way show what was done before the error goes on. */
async function partly<T>(terminal: Terminal, work: () => Promise<T>, { json }: RegisterOptions): Promise<T> {
  const reported = { isJson: json ?? false, leftOut: [] };
  try {
    return await work();
  } catch (error) {
    if (error instanceof SessionsNotCreatedError) {
      if (error.created.length > 0) showRegistered(terminal, { sessions: error.created }, reported);
    }
    const cause = error instanceof SessionsNotCreatedError ? error.cause : error;
    if (cause instanceof FilesNotRegisteredError && cause.registered.length > 0) {
      const files: RegisteredFiles = { records: cause.registered.filter(isRecord), moved: [], skipped: [] };
      showRegistered(terminal, { files }, reported);
    }
    throw error;
  }
}
