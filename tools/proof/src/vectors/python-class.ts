import { isDataError } from "@neurophys/alf";

/**
 * Classes of Python's exceptions that a code of ours stands for: the nearest first, then those it derives from, then
 * those that the original happens to stop with where we refuse the argument.
 */
const CLASSES: Readonly<Record<string, readonly string[]>> = {
  "alf/invalid": ["ALFInvalid", "ALFError", "ValueError"],
  "alf/object-not-found": ["ALFObjectNotFound", "ALFError"],
  "alf/subject-not-found": ["AlyxSubjectNotFound", "ALFError"],
  "alf/multiple-objects-found": ["ALFMultipleObjectsFound", "ALFError"],
  "alf/multiple-collections-found": ["ALFMultipleCollectionsFound", "ALFError"],
  "alf/multiple-revisions-found": ["ALFMultipleRevisionsFound", "ALFError"],
  "alf/error": ["ALFError"],
  "alf/invalid-argument": ["ValueError", "DateParseError", "OutOfBoundsDatetime", "IndexError"],
  "alf/argument-type": ["TypeError", "KeyError"],
  "alf/unknown-name": ["ValueError", "KeyError"],
  "alf/ambiguous-name": ["ValueError"],
  "alf/invalid-pattern": ["error"],
  "alf/unsupported-pattern": ["error"],
  "alf/shape-mismatch": ["ValueError"],
  "alf/attribute-mismatch": ["AttributeError", "KeyError"],
  "alf/duplicate-attribute": ["AssertionError"],
  "one/invalid-experiment-id": ["ValueError"],
  "one/incomplete-session": ["AssertionError", "KeyError"],
  "one/unresolved-session": ["ValueError"],
  "one/session-not-found": ["ALFObjectNotFound", "ALFError"],
  "one/ambiguous-session": ["AssertionError"],
  "one/dataset-not-found": ["ALFObjectNotFound", "ALFError"],
  "one/files-missing": ["ALFObjectNotFound", "ALFError"],
  "one/collection-not-found": ["ALFError"],
  "one/duplicate-id": ["ALFMultipleObjectsFound", "ALFError"],
  "one/invalid-specifiers": ["ValueError"],
  "one/not-loaded": ["NotImplementedError"],
  "one/missing-column": ["KeyError"],
  "one/no-data-server": ["AssertionError"],
  "one/repository-not-found": ["StopIteration"],
  "alyx/session-not-found": ["ALFObjectNotFound", "ALFError"],
  "alyx/dataset-not-found": ["ALFObjectNotFound", "ALFError"],
  "alyx/argument-type": ["TypeError"],
};

/** A record that is not one: what Python says depends on what was there instead. */
function recordClasses({ found, field }: { readonly found?: unknown; readonly field?: string }): readonly string[] {
  if (found === undefined) return ["KeyError"];
  if (Array.isArray(found)) return field === "insertion" ? ["KeyError"] : ["AttributeError"];
  return typeof found === "string" ? ["ValueError"] : ["TypeError"];
}

/** Names of the Python exceptions that an error of ours stands for; none for an error that is not on purpose. */
export function pythonClasses(error: unknown): readonly string[] {
  if (!isDataError(error)) return [];
  if (error.code === "alf/reference-defect") return [(error as unknown as { pythonClass: string }).pythonClass];
  if (error.code === "alyx/invalid-record") return recordClasses(error as unknown as { found?: unknown });
  return CLASSES[error.code] ?? [];
}
