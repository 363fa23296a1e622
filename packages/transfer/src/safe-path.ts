import { UnsafePathError } from "./errors/file-errors.ts";

/** Names that Windows takes for devices, whatever their extension. */
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;

/**
 * Split a relative path that came from a server or an archive, after making sure that it names something inside its
 * folder on every system.
 *
 * @param path - `/`-separated: `"alf/#2024-05-06#/spikes.times.npy"`.
 * @returns The parts, in order; at least one.
 * @throws {@link UnsafePathError} if `path` is empty or absolute, has an empty, `.` or `..` part, a back slash, a colon
 *   (drives and streams of Windows), control characters, half a surrogate pair, a device name of Windows, or a part that
 *   ends with a dot or a space, which Windows drops.
 */
export function safeSegments(path: string): readonly string[] {
  const segments = path.split("/");
  const reason = wrongWithPath(path) ?? segments.map(wrongWithName).find((wrong) => wrong !== undefined);
  if (reason !== undefined) throw new UnsafePathError(path, reason);
  return segments;
}

function wrongWithPath(path: string): string | undefined {
  if (path === "") return "is empty";
  if (path.startsWith("/")) return "is absolute";
  if (/^[A-Za-z]:/.test(path)) return "begins with a drive letter";
  if (path.includes("\\")) return "contains a back slash";
  if (path.includes("\0")) return "contains a NUL";
  if (/\p{Surrogate}/u.test(path)) return "contains half a surrogate pair";
  return undefined;
}

function wrongWithName(name: string): string | undefined {
  if (name === "") return "contains an empty part";
  if (name === "." || name === "..") return `contains ${JSON.stringify(name)} as a part`;
  if (/\p{Cc}/u.test(name)) return "contains a control character";
  if (name.includes(":")) return "contains a colon";
  if (/[. ]$/.test(name)) return "has a part that ends with a dot or a space";
  if (DEVICE.test(name)) return "contains a device name of Windows";
  return undefined;
}
