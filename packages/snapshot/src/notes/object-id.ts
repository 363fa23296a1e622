import { InvalidObjectIdError } from "../errors/note-errors.ts";

const HEX_32 = /^[0-9a-f]{32}$/;

/**
 * The canonical form of the id of a record: lower case, with hyphens.
 *
 * @param objectId - A version 4 UUID in any form that Python's `UUID` takes: hyphens anywhere or nowhere, in braces, with
 *   `urn:uuid:` in front.
 * @throws {@link InvalidObjectIdError} for anything else.
 * @see Source: `Snapshot.__init__` in ibllib, `ibllib/plots/snapshot.py`, and `is_uuid` of ONE. Numbers and bytes, which
 *   are taken there, are not taken here.
 */
export function canonicalObjectId(objectId: string): string {
  const given: unknown = objectId;
  if (typeof given !== "string") throw new InvalidObjectIdError(given);
  const digits = given
    .replace("urn:", "")
    .replace("uuid:", "")
    .replace(/^[{}]+|[{}]+$/g, "")
    .replaceAll("-", "")
    .toLowerCase();
  if (!HEX_32.test(digits) || digits[12] !== "4" || !"89ab".includes(digits[16] ?? "")) {
    throw new InvalidObjectIdError(given);
  }
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
