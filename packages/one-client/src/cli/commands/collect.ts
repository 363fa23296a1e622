/**
 * Values of an option that may be repeated. An option that takes several words at once would also take the session after it.
 */
export function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}
