/** Numbers of PostgreSQL's types, which never change. */
const OID = { int8: 20, date: 1082, timestamp: 1114, numeric: 1700 } as const;

/**
 * How values come out, the same on both databases: 64-bit counts as numbers, times as the database's own text, because a
 * `Date` has no microseconds and is not in the server's zone.
 */
export const VALUE_PARSERS: Readonly<Record<number, (text: string) => string | number>> = {
  [OID.int8]: Number,
  [OID.numeric]: Number,
  [OID.date]: (text) => text,
  [OID.timestamp]: (text) => text,
};
