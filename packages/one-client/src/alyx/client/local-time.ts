const pad = (value: number, width: number): string => String(value).padStart(width, "0");

/**
 * A time on the clock of this machine, without zone, as Python's `datetime.isoformat` writes it.
 *
 * @returns E.g. `"2026-11-27T17:47:27.465000"`; without fraction at a whole second.
 */
export function localIsoTime(time: Date): string {
  const day = [pad(time.getFullYear(), 4), pad(time.getMonth() + 1, 2), pad(time.getDate(), 2)].join("-");
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map((part) => pad(part, 2)).join(":");
  const milliseconds = time.getMilliseconds();
  return `${day}T${clock}${milliseconds === 0 ? "" : `.${pad(milliseconds, 3)}000`}`;
}

/** The inverse of {@link localIsoTime}, in ms since 1970, without what is below a millisecond; `NaN` for other text. */
export function parseLocalIsoTime(text: string): number {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{3})\d{0,6})?$/.exec(text);
  return match === null ? Number.NaN : new Date(`${match[1]}.${match[2] ?? "000"}`).getTime();
}
