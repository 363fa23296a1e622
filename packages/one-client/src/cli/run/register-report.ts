import { type RestRecord } from "../../alyx/alyx-rest.ts";
import { datasetPath } from "../../registration/dataset-path.ts";
import { type Move } from "../../registration/errors.ts";
import { formatFilesPlan, formatSessionPlan } from "../../registration/format-plan.ts";
import { type FilesPlan } from "../../registration/plan-files.ts";
import { type SkippedFile } from "../../registration/prepare-files.ts";
import { type RegisteredFiles } from "../../registration/register-files.ts";
import { type RegisteredSession, type SessionPlan } from "../../registration/register-session.ts";
import { plainText } from "../output/plain-text.ts";
import { printFitted } from "../output/print-fitted.ts";
import { formatTable } from "../output/table.ts";
import { count, formatBytes } from "../output/units.ts";
import { print, remark, type Terminal, tableWidth, toJson } from "../terminal.ts";
import { placeRemarks } from "./register-places.ts";

/** How a report is shown. */
export interface ReportOptions {
  readonly isJson: boolean;
  /** Files in the folders that no dataset type takes. */
  readonly leftOut: readonly SkippedFile[];
}

/** Show what registering sessions would do. Returns the exit code: 1 if there is nothing. */
export function showSessionPlans(
  terminal: Terminal,
  plans: readonly SessionPlan[],
  { isJson, leftOut }: ReportOptions,
): number {
  if (isJson) {
    const sessions = plans.map(({ folder, eid, body, files }) => ({
      path: folder.path,
      eid: eid ?? null,
      body,
      files:
        files === undefined
          ? null
          : plainPlan(
              files,
              leftOut.filter(({ file }) => file.startsWith(`${folder.path}/`)),
            ),
    }));
    print(terminal, toJson({ dry_run: true, sessions }));
  } else if (plans.length > 0) print(terminal, plainText(plans.map(formatSessionPlan).join("\n\n"), true));
  if (plans.length > 0) remark(terminal, "Nothing was written.");
  sayUnplaced(
    terminal,
    plans.flatMap(({ files }) => files?.requests ?? []),
  );
  return plans.length > 0 ? 0 : 1;
}

/** Show what registering files would do. Returns the exit code: 1 if there is nothing. */
export function showFilesPlan(terminal: Terminal, plan: FilesPlan, { isJson, leftOut }: ReportOptions): number {
  const isEmpty = plan.requests.length === 0;
  if (isJson) print(terminal, toJson({ dry_run: true, ...plainPlan(plan, leftOut) }));
  else if (plan.count > 0) print(terminal, plainText(formatFilesPlan(plan), true));
  if (!isEmpty) remark(terminal, "Nothing was written.");
  sayUnplaced(terminal, plan.requests);
  return isEmpty ? 1 : 0;
}

/** Files of no repository are registered, and cannot be found. */
function sayUnplaced(terminal: Terminal, requests: FilesPlan["requests"]): void {
  if (requests.every(({ body }) => body.name !== null || body.server_only)) return;
  remark(
    terminal,
    "Without --repository the database does not count the files as being anywhere: nobody can list or download them " +
      "until a server says that it has them.",
  );
}

function plainPlan({ requests, skipped }: FilesPlan, leftOut: readonly SkippedFile[]): object {
  return {
    requests: requests.map(({ body, moves, replaced }) => ({ body, moves, replaced })),
    skipped: [...skipped, ...leftOut],
  };
}

/** What has been registered: sessions with their files, or files alone. */
export interface Registered {
  readonly sessions?: readonly RegisteredSession[];
  readonly files?: RegisteredFiles;
}

const NO_FILES: RegisteredFiles = { records: [], moved: [], skipped: [] };

/** Show what was registered. Returns the exit code: 1 if nothing was. */
export function showRegistered(
  terminal: Terminal,
  { sessions = [], files }: Registered,
  { isJson, leftOut }: ReportOptions,
): number {
  const all = [...sessions.map((session) => session.files ?? NO_FILES), ...(files === undefined ? [] : [files])];
  const records = all.flatMap((each) => each.records.filter((record) => record !== undefined));
  const [moved, skipped] = [all.flatMap((each) => each.moved), all.flatMap((each) => each.skipped)];
  if (isJson) {
    const shown = sessions.map(({ sessionPath, eid }) => ({ path: sessionPath, eid }));
    print(terminal, toJson({ sessions: shown, datasets: records, moved, skipped: [...skipped, ...leftOut] }));
  } else {
    if (sessions.length > 0) print(terminal, sessionsTable(terminal, sessions));
    if (sessions.length > 0 && records.length > 0) print(terminal, "");
    if (records.length > 0) printRecords(terminal, records);
    remarks(terminal, { records, moved, skipped, sessions: sessions.length });
  }
  return sessions.length + records.length > 0 ? 0 : 1;
}

const SESSION_COLUMNS = [
  { heading: "session", isWhole: true },
  { heading: "eid", isWhole: true },
];

function sessionsTable(terminal: Terminal, sessions: readonly RegisteredSession[]): string {
  const rows = sessions.map(({ sessionPath, eid }) => [sessionPath.split("/").slice(-3).join("/"), eid]);
  return formatTable(SESSION_COLUMNS, rows, tableWidth(terminal));
}

const COLUMNS = [
  { heading: "session", isWhole: true, isOptional: true },
  { heading: "dataset", isPath: true },
  { heading: "size", isNumber: true, isWhole: true },
  { heading: "type", isOptional: true },
  { heading: "id", isWhole: true, isOptional: true },
];

function printRecords(terminal: Terminal, records: readonly RestRecord[]): void {
  const sessions = new Set(records.map(sessionOf));
  const rows = records.map((record) => [
    sessions.size > 1 ? sessionOf(record) : "",
    datasetPath(record),
    typeof record["file_size"] === "number" ? formatBytes(record["file_size"]) : "",
    text(record["dataset_type"]),
    text(record["id"]),
  ]);
  printFitted(terminal, COLUMNS, rows);
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

function sessionOf(record: RestRecord): string {
  const { subject, session_start_time: start, session_number: number } = record;
  return [text(subject), text(start).slice(0, 10), typeof number === "number" ? String(number).padStart(3, "0") : ""]
    .filter((part) => part !== "")
    .join("/");
}

function remarks(
  terminal: Terminal,
  done: {
    readonly records: readonly RestRecord[];
    readonly moved: readonly Move[];
    readonly skipped: readonly SkippedFile[];
    readonly sessions: number;
  },
): void {
  for (const { from, to } of done.moved) remark(terminal, plainText(`moved ${from} → ${to}`));
  for (const { file, reason } of done.skipped) remark(terminal, plainText(`skipped ${file}: ${reason}`));
  if (done.sessions + done.records.length === 0) return;
  const bytes = done.records.reduce((sum, { file_size: size }) => sum + (typeof size === "number" ? size : 0), 0);
  const what = [done.sessions > 0 ? count(done.sessions, "session") : "", count(done.records.length, "dataset")];
  remark(terminal, `registered ${what.filter((part) => part !== "").join(" and ")}, ${formatBytes(bytes)}`);
  for (const text of placeRemarks(done.records)) remark(terminal, plainText(text));
}
