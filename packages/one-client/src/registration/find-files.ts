import { isDataset } from "@neurophys/alf";
import { nameOf } from "./dataset-types.ts";
import { type RegistrationContext } from "./registration-context.ts";

/**
 * Datasets below a folder that the database has a type for, exactly one.
 *
 * A file passes whose name ends with one of the database's extensions. If the database knows files without extension,
 * as the usual ones do, all names end with that, and it is left to registration to leave out the unknown.
 *
 * @returns Absolute paths, in code-point order of their components.
 * @throws FolderNotFoundError (`io/folder-not-found`) if there is no such folder.
 * @see Source: `RegistrationClient.find_files` in ONE, `one/registration.py`; no difference.
 */
export async function findFiles(
  { files, fileExtensions, typesOf }: RegistrationContext,
  folder: string,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const root = files.resolve(folder);
  const found = await files.listDatasetFiles(root, signal);
  const known = found.filter((path) => {
    const name = nameOf(path);
    const hasExtension = fileExtensions.some((extension) => name.endsWith(extension));
    return hasExtension && isDataset(name) && typesOf(name).length === 1;
  });
  return known.map((path) => (root.endsWith("/") ? root + path : `${root}/${path}`));
}
