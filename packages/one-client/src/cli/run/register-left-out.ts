import { isRegistrationError } from "../../registration/errors.ts";
import { type SkippedFile } from "../../registration/prepare-files.ts";
import { type RegistrationClient } from "../../registration/registration-client.ts";
import { type RegistrationFiles } from "../../registration/registration-files.ts";
import { plainText } from "../output/plain-text.ts";
import { count } from "../output/units.ts";
import { remark, type Terminal } from "../terminal.ts";

/** Files that are named before the rest is only counted. */
const NAMED = 5;

/** Where {@link leftOutFiles} looks, and for what. */
export interface LeftOutSearch {
  readonly client: RegistrationClient;
  readonly files: Pick<RegistrationFiles, "findFiles" | "resolve">;
  /** Absolute paths of files that are registered. */
  readonly known: readonly string[];
  readonly signal: AbortSignal;
}

/** Files below a folder that are not among those to register, and why; flags and hidden files are none of them. */
export async function leftOutFiles(
  folder: string,
  { client, files, known, signal }: LeftOutSearch,
): Promise<readonly SkippedFile[]> {
  const root = files.resolve(folder);
  const registered = new Set(known);
  const paths = (await files.findFiles(root, "**/*", signal)).filter((path) => !/(?:^|\/)\.|\.flag$/.test(path));
  return paths
    .map((path) => (root.endsWith("/") ? root + path : `${root}/${path}`))
    .filter((file) => !registered.has(file))
    .map((file) => ({ file, reason: reasonOf(client, file) }));
}

function reasonOf(client: RegistrationClient, file: string): string {
  if (!client.fileExtensions.some((extension) => file.endsWith(extension))) return "the database has no such format";
  try {
    client.getDatasetType(file);
    return "its name is not that of a dataset";
  } catch (error) {
    if (isRegistrationError(error, "registration/dataset-type-not-found")) {
      return "no dataset type of the database fits";
    }
    if (isRegistrationError(error, "registration/multiple-dataset-types")) return "several dataset types fit";
    throw error;
  }
}

/** Say which files are left out: the first few, with the reason once for those that share it, and how many more. */
export function showLeftOut(terminal: Terminal, root: string, files: readonly SkippedFile[]): void {
  if (files.length === 0) return;
  const below = (file: string): string => (file.startsWith(`${root}/`) ? file.slice(root.length + 1) : file);
  const byReason = new Map<string, string[]>();
  for (const { file, reason } of files.slice(0, NAMED)) {
    byReason.set(reason, [...(byReason.get(reason) ?? []), below(file)]);
  }
  const named = [...byReason].map(([reason, names]) => `${names.join(", ")} (${reason})`);
  const more = files.length > NAMED ? [`and ${(files.length - NAMED).toLocaleString("en")} more`] : [];
  remark(terminal, plainText(`${count(files.length, "file")} left out: ${[...named, ...more].join(", ")}`));
}
