import { type AlfObject } from "@neurophys/alf/object";
import { type ProbeOne } from "./find-probe.ts";

/** Codes of the errors that mean: the session does not have that. */
const MISSING: readonly unknown[] = [
  "alf/object-not-found",
  "one/collection-not-found",
  "one/dataset-not-found",
  "one/files-missing",
];

/**
 * An object of a session.
 *
 * @returns `undefined` if the session does not have it, or not its files.
 * @throws Whatever else goes wrong.
 */
export async function loadIfThere(
  one: Pick<ProbeOne, "loadObject">,
  eid: string,
  { object, collection }: { readonly object: string; readonly collection: string },
): Promise<AlfObject | undefined> {
  try {
    return await one.loadObject(eid, object, { collection });
  } catch (error) {
    if (typeof error === "object" && error !== null && "code" in error && MISSING.includes(error.code))
      return undefined;
    throw error;
  }
}
