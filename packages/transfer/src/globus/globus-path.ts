import { InvalidGlobusAddressError } from "../errors/source-errors.ts";

/**
 * Write a local path as Globus writes paths: `/`-separated, a drive as its first part.
 *
 * | Local | Globus |
 * |---|---|
 * | `/data/s` | `/data/s` |
 * | `E:\data\s` | `/E/data/s` |
 * | `data/s` with `cwd` `/home/a` | `/home/a/data/s` |
 * | `data/s` without | `data/s` |
 *
 * @param path - A path of any system.
 * @param cwd - Folder that relative paths are in; without it they stay relative.
 * @see Source: `as_globus_path` in ONE, `one/remote/globus.py`.
 */
export function asGlobusPath(path: string, cwd?: string): string {
  const drive = /^([A-Za-z]):[\\/]*(.*)$/s.exec(path);
  if (drive !== null) return joined("/", drive[1] ?? "", slashed(drive[2] ?? ""));
  if (path.startsWith("/")) return path;
  const relative = slashed(path);
  return cwd === undefined ? relative : joined(asGlobusPath(cwd), relative);
}

/**
 * The path on an endpoint: the endpoint's root, then the path.
 *
 * @param path - On the endpoint; relative to the root, or absolute and inside it.
 * @param root - Folder of the endpoint in which data lie, as Globus path.
 * @throws {@link InvalidGlobusAddressError} if `path` is relative and there is no root, or if it has a `..` part.
 * @see Source: `Globus._endpoint_path` in ONE, `one/remote/globus.py`. There a path is taken to be inside the root if its
 *   text begins like it, so that `/mnt/database` counts as inside `/mnt/data`; here parts are compared.
 */
export function endpointPath(path: string, root?: string): string {
  const text = asGlobusPath(path);
  if (text.split("/").includes("..")) throw new InvalidGlobusAddressError(path, 'has ".." as a part');
  if (root === undefined || root === "") {
    if (!text.startsWith("/")) throw new InvalidGlobusAddressError(path, "is relative and its endpoint has no root");
    return text;
  }
  const base = asGlobusPath(root).replace(/\/+$/, "");
  if (!base.startsWith("/") && base !== "") throw new InvalidGlobusAddressError(root, "is a root that is relative");
  return text === base || text.startsWith(`${base}/`) ? text : joined(`${base}/`, text.replace(/^\/+/, ""));
}

function slashed(path: string): string {
  return path.replaceAll("\\", "/");
}

function joined(...parts: readonly string[]): string {
  return parts
    .filter((part) => part !== "")
    .join("/")
    .replace(/\/{2,}/g, "/");
}
