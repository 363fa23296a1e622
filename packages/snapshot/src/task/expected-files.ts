/** A file that a task reads or makes. */
export interface ExpectedFile {
  /** Name of the file, with `*`, `?` and `[…]` as wildcards, e.g. `"*trials.table.pqt"`. */
  readonly name: string;
  /** Folder below the session, likewise, e.g. `"alf/probe00"`; empty for any. */
  readonly collection: string;
  /** False if the task can do without. Default true. */
  readonly required?: boolean | undefined;
  /** Whether the file is registered as dataset. Default false for inputs, true for outputs. */
  readonly register?: boolean | undefined;
}

/** Files that a task expects: one, all of several, at least one, exactly one, or none that matches. */
export type Expected =
  | ExpectedFile
  | { readonly allOf: readonly Expected[] }
  | { readonly anyOf: readonly Expected[] }
  | { readonly oneOf: readonly Expected[] }
  | { readonly not: Expected };

/** What a task reads and makes. */
export interface TaskSignature {
  /** Files that must be there. */
  readonly inputFiles: readonly Expected[];
  /** Files that the task leaves. */
  readonly outputFiles: readonly Expected[];
}

/** Files of a session, on whichever disk. */
export interface SessionFiles {
  /**
   * Paths of the files whose last parts match a pattern, sorted.
   *
   * @param folder - Where to look, also in folders of it.
   * @param pattern - E.g. `"alf/probe00/spikes.*.npy"`; wildcards do not match `/`.
   */
  find(folder: string, pattern: string): Promise<readonly string[]>;
  /** Makes a folder and those that it lies in. */
  makeFolder(path: string): Promise<void>;
}

/** What {@link findExpected} found. */
export interface FoundFiles {
  /** True if what is expected is there. */
  readonly ok: boolean;
  /** Paths of the files, sorted as they were found. */
  readonly files: readonly string[];
  /** Patterns that are required and match no file. */
  readonly missing: readonly string[];
}

async function findFile(files: SessionFiles, folder: string, expected: ExpectedFile): Promise<FoundFiles> {
  const { name, collection, required = true } = expected;
  const pattern = collection === "" ? name : `${collection}/${name}`;
  const direct = await files.find(folder, pattern);
  const revised = collection === "" ? [] : await files.find(folder, `${collection}/#*#/${name}`);
  const found = direct.length > 0 ? direct : revised;
  return { ok: found.length > 0 || !required, files: found, missing: found.length > 0 || !required ? [] : [pattern] };
}

async function findAll(files: SessionFiles, folder: string, list: readonly Expected[]): Promise<readonly FoundFiles[]> {
  return await Promise.all(list.map((one) => findExpected(files, folder, one)));
}

const together = (found: readonly FoundFiles[]): Pick<FoundFiles, "files" | "missing"> => ({
  files: [...new Set(found.flatMap((one) => one.files))],
  missing: [...new Set(found.flatMap((one) => one.missing))],
});

/**
 * Looks for the files that a task expects.
 *
 * @see Source: `ExpectedDataset.find_files` in ibllib: a file of a revision counts where there is none without.
 */
export async function findExpected(files: SessionFiles, folder: string, expected: Expected): Promise<FoundFiles> {
  if ("name" in expected) return await findFile(files, folder, expected);
  if ("not" in expected) {
    const found = await findExpected(files, folder, expected.not);
    return { ok: found.files.length === 0, files: [], missing: [] };
  }
  const list = "allOf" in expected ? expected.allOf : "anyOf" in expected ? expected.anyOf : expected.oneOf;
  const found = await findAll(files, folder, list);
  const fitting = found.filter(({ ok }) => ok);
  if ("allOf" in expected) return { ok: fitting.length === list.length, ...together(found) };
  const ok = "anyOf" in expected ? fitting.length > 0 : fitting.length === 1;
  return { ok, files: together(fitting).files, missing: ok ? [] : together(found).missing };
}

/** Paths of those files that a task has to register. */
export async function filesToRegister(
  files: SessionFiles,
  folder: string,
  list: readonly Expected[],
): Promise<readonly string[]> {
  const wanted = list.flatMap((one) => ("name" in one && one.register === true ? [one] : []));
  return together(await findAll(files, folder, wanted)).files;
}
