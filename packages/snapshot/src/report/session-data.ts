import { type AlfValue, type NdArray } from "@neurophys/alf";
import { type AlfObject } from "@neurophys/alf/object";
import { type NumericArray } from "@neurophys/figures";

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
