import { shown } from "../compare.ts";
import { DOCUMENTED_FIXES } from "./documented-fixes.ts";
import { handlerOf } from "./handlers.ts";
import { type Outcome, runCase } from "./run-case.ts";
import { readVectorFolder, type VectorCase, type VectorFolder } from "./vector-file.ts";

/** How one case came out, in the mode that it passed in, if in any. */
export interface CaseReport {
  readonly vector: VectorCase;
  readonly mode: "default" | "compat" | "failed";
  readonly got: string;
}

const hasDefect = ({ call, tags = [] }: VectorCase): boolean =>
  tags.some((tag) => tag.startsWith("defect")) || DOCUMENTED_FIXES[call] !== undefined;

/** Run a case as everybody would, and, where we have mended what the original does, with its defects switched on. */
export async function checkCase(vector: VectorCase, tables: VectorFolder["tables"]): Promise<CaseReport> {
  const handler = handlerOf(vector);
  if (handler === undefined) return { vector, mode: "failed", got: `there is no function for "${vector.call}"` };
  const outcome: Outcome = await runCase(vector, handler, { tables, compat: false });
  if (outcome.passed) return { vector, mode: "default", got: outcome.got };
  if (!hasDefect(vector)) return { vector, mode: "failed", got: outcome.got };
  const again = await runCase(vector, handler, { tables, compat: true });
  const got = again.got === outcome.got ? outcome.got : `${outcome.got}; in compat mode ${again.got}`;
  return { vector, mode: again.passed ? "compat" : "failed", got };
}

function failureLine({ vector, got }: CaseReport): string {
  const { id, call, args, kwargs, result, error } = vector;
  const given = shown(args, 200) + (kwargs === undefined ? "" : ` ${shown(kwargs, 100)}`);
  return `FAIL ${id} ${call} ${given}: expected ${error === undefined ? shown(result) : `raised ${error}`}, got ${got}`;
}

/** Run every case of a folder. */
export async function checkFolder(folder: VectorFolder): Promise<readonly CaseReport[]> {
  const reports: CaseReport[] = [];
  for (const { cases } of folder.sets) {
    for (const vector of cases) reports.push(await checkCase(vector, folder.tables));
  }
  return reports;
}

/**
 * Run every recorded call of a folder and report: a line for each failing case, the counts at the end.
 *
 * @returns How many failed; at least 1 if the folder holds no case.
 */
export async function runVectors(path: string, write: (line: string) => void): Promise<number> {
  const reports = await checkFolder(await readVectorFolder(path));
  const failures = reports.filter(({ mode }) => mode === "failed");
  for (const failure of failures) write(failureLine(failure));
  const inCompat = reports.filter(({ mode }) => mode === "compat");
  if (inCompat.length > 0) {
    write(`${inCompat.length} passed only in compat mode: ${inCompat.map(({ vector }) => vector.id).join(", ")}`);
  }
  if (reports.length === 0) write(`no cases in ${path}`);
  write(`${reports.length - failures.length} passed, ${failures.length} failed`);
  return reports.length === 0 ? 1 : failures.length;
}
