/** A moment as the server writes it: its zone is UTC, without saying so; microseconds, or none. */
export function serverTime(date: Date): string {
  const text = date.toISOString().slice(0, -1);
  return text.endsWith(".000") ? text.slice(0, 19) : `${text}000`;
}
