/** Whether a host is reached from this machine only: `localhost` and names below it, 127.0.0.0/8, `::1`. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[(.*)\]$/, "$1");
  return name === "localhost" || name.endsWith(".localhost") || name === "::1" || /^127(?:\.\d{1,3}){3}$/.test(name);
}

/**
 * Whether pages of an origin may read from a server on loopback.
 *
 * Pages of this machine may; any other only if it is listed, or `"*"` is: a page of the web that someone happens to visit
 * shall not read what is served to programs of this machine.
 *
 * @param origin - As browsers send it, e.g. `"http://localhost:5173"`.
 * @param allowed - Origins that are allowed besides.
 */
export function isAllowedOrigin(origin: string, allowed: readonly string[]): boolean {
  if (allowed.includes("*") || allowed.includes(origin)) return true;
  return URL.canParse(origin) && isLoopback(new URL(origin).hostname);
}
