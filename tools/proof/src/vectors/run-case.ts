import { equal, plain, shown } from "../compare.ts";
import { type CallContext, type CallHandler } from "./call-context.ts";
import { pythonClasses } from "./python-class.ts";
import { type VectorCase } from "./vector-file.ts";

/** How one case came out. */
export interface Outcome {
  readonly passed: boolean;
  /** What we answered, on one line; for the report. */
  readonly got: string;
}

function describeError(error: unknown): string {
  const { name, code, message, stack } = error as { name?: string; code?: string; message?: string; stack?: string };
  if (code !== undefined)
    return `${name} ${code} (${pythonClasses(error).join(", ") || "no Python class"}): ${message}`;
  return (stack ?? String(error)).split("\n").slice(0, 2).join(" ").replace(/\s+/g, " ");
}

/** Run a recorded call and compare: results exactly, errors by class. */
export async function runCase(vector: VectorCase, handler: CallHandler, context: CallContext): Promise<Outcome> {
  try {
    const got = plain(await handler(vector, context));
    return { passed: vector.error === undefined && equal(got, plain(vector.result)), got: shown(got) };
  } catch (error) {
    const isExpected = vector.error !== undefined && pythonClasses(error).includes(vector.error);
    return { passed: isExpected, got: `raised ${describeError(error)}` };
  }
}
