/** The system's code of an error, e.g. `"ENOENT"`; `undefined` for errors from elsewhere. */
export function systemCode(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("syscall" in error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
