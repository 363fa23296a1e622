import { isDataError } from "@neurophys/alf";

/** Class of the Python exception that stands where one of ours is thrown, by code. */
const PYTHON_CLASS: Readonly<Record<string, string>> = {
  "alf/invalid": "ALFInvalid",
  "alf/object-not-found": "ALFObjectNotFound",
  "alf/multiple-objects-found": "ALFMultipleObjectsFound",
  "alf/multiple-collections-found": "ALFMultipleCollectionsFound",
  "alf/multiple-revisions-found": "ALFMultipleRevisionsFound",
  "alf/error": "ALFError",
  "alf/invalid-argument": "ValueError",
  "alf/argument-type": "TypeError",
  "alf/unknown-name": "ValueError",
  "alf/ambiguous-name": "ValueError",
  "alf/invalid-pattern": "error",
  "one/invalid-experiment-id": "ValueError",
  "one/incomplete-session": "AssertionError",
  "one/unresolved-session": "ValueError",
  "one/session-not-found": "ALFObjectNotFound",
  "one/ambiguous-session": "AssertionError",
  "one/dataset-not-found": "ALFObjectNotFound",
  "one/files-missing": "ALFObjectNotFound",
  "one/collection-not-found": "ALFError",
  "one/duplicate-id": "ALFMultipleObjectsFound",
  "one/invalid-specifiers": "ValueError",
  "one/not-loaded": "NotImplementedError",
  "one/missing-column": "KeyError",
  "one/no-data-server": "AssertionError",
  "one/repository-not-found": "StopIteration",
};

/** The Python class of what a promise throws; what it gives, if it throws nothing. */
export async function outcome(run: () => unknown): Promise<{ readonly result?: unknown; readonly error?: string }> {
  try {
    return { result: toPython(await run()) };
  } catch (error) {
    if (!isDataError(error)) throw error;
    if (error.code === "alf/reference-defect")
      return { error: (error as unknown as { pythonClass: string }).pythonClass };
    return { error: PYTHON_CLASS[error.code] ?? error.code };
  }
}

/** A value as the fixtures hold it: nothing is null. */
export function toPython(value: unknown): unknown {
  return value === undefined ? null : value;
}
