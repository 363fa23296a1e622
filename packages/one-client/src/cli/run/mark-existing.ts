import { type JsonValue } from "@neurophys/alf";
import { type AlyxClient, isAlyxError } from "../../alyx/index.ts";
import { isRecord } from "../../alyx/record-field.ts";
import { mapBounded } from "../../loading/map-bounded.ts";
import { type RegisteredFiles } from "../../registration/register-files.ts";

/** Records that are changed at once. */
const AT_ONCE = 8;

/** Where files lie that were registered. */
export interface ExistingFiles {
  readonly repository: string | undefined;
  readonly signal: AbortSignal;
}

/**
 * Say of files that a repository has them, which is what naming it means. The database itself believes it only of new and
 * changed files: those that were registered before without a repository would stay nowhere.
 *
 * @returns The records as they are then; one that may not be changed is as it was.
 */
export async function markExisting(
  alyx: AlyxClient,
  files: RegisteredFiles,
  { repository, signal }: ExistingFiles,
): Promise<RegisteredFiles> {
  if (repository === undefined) return files;
  const mark = async (place: JsonValue): Promise<JsonValue> => {
    if (!isRecord(place)) return place;
    const { id, data_repository: name, exists } = place;
    if (name !== repository || exists !== false || typeof id !== "string") return place;
    try {
      await alyx.rest("files", "partial_update", { id }, { data: { exists: true }, signal });
      return { ...place, exists: true };
    } catch (error) {
      if (!isAlyxError(error)) throw error;
      return place;
    }
  };
  const records = await mapBounded(files.records, AT_ONCE, async (record) => {
    const places = record?.["file_records"];
    return Array.isArray(places) ? { ...record, file_records: await Promise.all(places.map(mark)) } : record;
  });
  return { ...files, records };
}
