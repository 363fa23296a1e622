import { readFileSync } from "node:fs";
import { isDataError, type ReferenceDefectError } from "../src/index.ts";

/** One recorded answer of the Python original. */
export interface VectorCase {
  readonly id: string;
  readonly call: string;
  readonly args: readonly unknown[];
  readonly kwargs?: Readonly<Record<string, unknown>>;
  readonly result?: unknown;
  readonly error?: string;
  readonly warnings?: readonly { readonly category: string; readonly message: string }[];
}

/** The recorded answers of one set, those of some calls only if named. */
export function vectors(set: string, ...calls: readonly string[]): readonly VectorCase[] {
  const text = readFileSync(new URL(`../../../fixtures/one/${set}.json`, import.meta.url), "utf8");
  const { cases } = JSON.parse(text) as { readonly cases: readonly VectorCase[] };
  return calls.length === 0 ? cases : cases.filter(({ call }) => calls.includes(call));
}

/** Class names in Python that an error of ours stands for. */
function pythonClasses(code: string, error: unknown): readonly string[] {
  const classes: Record<string, readonly string[]> = {
    "alf/invalid": ["ALFInvalid"],
    "alf/invalid-argument": ["ValueError", "DateParseError"],
    "alf/argument-type": ["TypeError"],
    "alf/unknown-name": ["KeyError", "ValueError"],
    "alf/ambiguous-name": ["ValueError"],
    "alf/invalid-pattern": ["error"],
    "alf/shape-mismatch": ["ValueError"],
    "alf/multiple-objects-found": ["ALFMultipleObjectsFound"],
    "alf/multiple-collections-found": ["ALFMultipleCollectionsFound"],
    "alf/multiple-revisions-found": ["ALFMultipleRevisionsFound"],
    "alf/reference-defect": [(error as ReferenceDefectError).pythonClass],
  };
  return classes[code] ?? [];
}

/** What a call gives, in the form of a recorded answer: absent is null, an error is the expected class if it fits. */
export function outcome(
  vector: VectorCase,
  call: () => unknown,
): { readonly result?: unknown; readonly error?: string } {
  try {
    return { result: JSON.parse(JSON.stringify(call() ?? null, (_, value: unknown) => value ?? null)) };
  } catch (error) {
    if (!isDataError(error)) throw error;
    const classes = pythonClasses(error.code, error);
    return { error: classes.find((name) => name === vector.error) ?? error.code };
  }
}

/** The recorded answer itself. */
export function expected({ result, error }: VectorCase): { readonly result?: unknown; readonly error?: string } {
  return error === undefined ? { result: result ?? null } : { error };
}
