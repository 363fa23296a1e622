import { DataType, type Vector } from "apache-arrow";

const MS_A_DAY = 86_400_000;

/**
 * The values of a leaf as Arrow's builders take them, so that nothing is lost on the way back: 64-bit integers and
 * times as BigInt in their own unit, dates as milliseconds.
 *
 * @param count - Values, none of them null.
 */
export function buildableValues(vector: Vector, count: number): unknown[] {
  const { type } = vector;
  const data = vector.data[0]!;
  const values: ArrayLike<unknown> = data.values;
  if (DataType.isDate(type)) return Array.from({ length: count }, (_, i) => Number(values[i]) * MS_A_DAY);
  if (DataType.isTimestamp(type) || DataType.isTime(type) || DataType.isDuration(type)) {
    return Array.from({ length: count }, (_, i) => values[i]);
  }
  return Array.from({ length: count }, (_, i) => vector.get(i) as unknown);
}
