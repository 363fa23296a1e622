import { createHash } from "node:crypto";

/**
 * An id that is the same for the same name everywhere, so that a folder that is imported again, into another database,
 * has the ids that clients know.
 *
 * @param name - E.g. the kind of the record and its path.
 * @returns A UUID in the form of version 4, which clients of Alyx ask for; its bits come from the SHA-256 of the name.
 */
export function stableId(name: string): string {
  const bytes = createHash("sha256").update(name).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
