import { type AlfValue, type NdArray } from "@neurophys/alf";
import { type AlfObject } from "@neurophys/alf/object";
import { type NumericArray } from "@neurophys/figures";
import { type ProbeOne } from "../probe/find-probe.ts";

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

function arrayOf(value: AlfValue | undefined): NdArray | undefined {
  return value?.kind === "array" ? value : undefined;
}

/** Numbers of an attribute, as figures take them; `undefined` if the object has none of that name, or no numbers. */
export function numbersOf(object: AlfObject | undefined, attribute: string): NumericArray | undefined {
  const data: unknown = arrayOf(
    object !== undefined && Object.hasOwn(object, attribute) ? object[attribute] : undefined,
  )?.data;
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) return Float64Array.from(data, Number);
  return ArrayBuffer.isView(data) && !(data instanceof DataView) ? (data as Float64Array) : undefined;
}
