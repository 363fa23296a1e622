import { type FilesPlan, type SessionFilesPlan } from "./plan-files.ts";
import { type SkippedFile } from "./prepare-files.ts";
import { type SessionPlan } from "./register-session.ts";

const SHOWN_APART: ReadonlySet<string> = new Set(["subject", "number"]);

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function requestLines({ body, moves, replaced, folder }: SessionFilesPlan): readonly string[] {
  const sizes = body.filesizes.reduce((sum, size) => sum + size, 0);
  const where = body.name === null ? "" : ` in ${body.name}`;
  const files = body.filenames.map((filename, index) => {
    const version = body.versions[index];
    const hash = body.hashes[index] ?? "no hash";
    return `  ${filename}  ${body.filesizes[index]} B  ${hash}${version ? `  version ${version}` : ""}`;
  });
  const short = (path: string): string => path.slice(folder.path.length + 1);
  return [
    `register ${plural(files.length, "file")} (${sizes} B) of ${body.path} as ${body.created_by}${where}`,
    ...files,
    ...moves.map(({ from, to }) => {
      const gives = replaced.includes(to) ? " (replaces the file that lies there)" : "";
      return `  move ${short(from)} → ${short(to)}${gives}`;
    }),
  ];
}

function skippedLines(skipped: readonly SkippedFile[]): readonly string[] {
  if (skipped.length === 0) return [];
  return [`skip ${plural(skipped.length, "file")}`, ...skipped.map(({ file, reason }) => `  ${file}: ${reason}`)];
}

function filesLines({ requests, skipped }: FilesPlan): readonly string[] {
  const lines = [...requests.flatMap(requestLines), ...skippedLines(skipped)];
  return lines.length === 0 ? ["register no files"] : lines;
}

/** A plan for files as lines of text, to be shown before it is carried out. */
export function formatFilesPlan(plan: FilesPlan): string {
  return filesLines(plan).join("\n");
}

/** A plan for a session and its files as lines of text. */
export function formatSessionPlan({ folder, eid, body, files }: SessionPlan): string {
  const fields = Object.entries(body).filter(([name]) => !SHOWN_APART.has(name));
  return [
    `${eid === undefined ? "create" : `update ${eid},`} session ${folder.session}`,
    ...fields.map(([name, value]) => `  ${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`),
    ...(files === undefined ? [] : filesLines(files).map((line) => `  ${line}`)),
  ].join("\n");
}
