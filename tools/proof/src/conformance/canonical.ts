import { type AlfColumn, type AlfTable, type AlfValue, type NdArray, type StructuredArray } from "@neurophys/alf";

const encodeNumber = (value: number): unknown => (Number.isFinite(value) ? value : { $number: String(value) });

function encodeItem(value: unknown): unknown {
  if (typeof value === "bigint") {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : { $number: String(value) };
  }
  if (typeof value === "number") return encodeNumber(value);
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString("hex") };
  return value ?? null;
}

function encodeItems({ dtype, data }: NdArray): unknown[] {
  const items = Array.from(data as ArrayLike<unknown>, encodeItem);
  if (dtype === "bool") return items.map((item) => item === 1);
  if (!dtype.startsWith("complex")) return items;
  return Array.from({ length: items.length / 2 }, (_, i) => [items[2 * i], items[2 * i + 1]]);
}

/** An array as `encode_array` in `python/encode.py` writes it. */
export function encodeArray(array: NdArray | StructuredArray): unknown {
  if (array.kind === "array") {
    return { kind: "array", dtype: array.dtype, shape: array.shape, data: encodeItems(array) };
  }
  const fields = Object.fromEntries([...array.fields].map(([name, field]) => [name, encodeArray(field)]));
  return { kind: "structured", shape: array.shape, fields };
}

function encodeColumn({ values, validity, categories }: AlfColumn): unknown {
  const isTime = values.dtype.startsWith("datetime64");
  const items = encodeItems(values).map((item, i) => {
    const isMissing = validity?.[i] === 0 || (item as { $number?: string } | null)?.$number === "NaN";
    return isMissing || (isTime && item === null) ? null : item;
  });
  return { dtype: categories === undefined ? values.dtype : "category", data: items };
}

/** A table as `encode_frame` writes it. */
export function encodeTable(table: AlfTable): unknown {
  const columns = Object.fromEntries([...table.columns].map(([name, column]) => [name, encodeColumn(column)]));
  return { kind: "table", rows: table.rowCount, columns };
}

/** Any loaded dataset as `encode` writes it. */
export async function encodeValue(value: AlfValue): Promise<unknown> {
  if (value === undefined) return null;
  switch (value.kind) {
    case "array":
    case "structured":
      return encodeArray(value);
    case "table":
      return encodeTable(value);
    case "file":
      return { kind: "file", path: value.key };
    case "json":
      return encodeDocument(value.value);
    case "archive": {
      const arrays: Record<string, unknown> = {};
      for (const name of value.names) arrays[name] = encodeArray(await value.get(name));
      return { kind: "archive", arrays };
    }
    case "sparse":
      return { kind: "sparse", coords: encodeArray(value.coords), values: encodeArray(value.values) };
  }
}

/** A JSON or YAML document, its numbers written as Python's side writes them. */
function encodeDocument(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(encodeDocument);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, encodeDocument(item)]));
  }
  return encodeItem(value);
}
