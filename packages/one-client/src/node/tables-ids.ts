import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** The namespace that RFC 4122 gives to URLs. */
const URL_NAMESPACE = "6ba7b811-9dad-11d1-80b4-00c04fd430c8";

/**
 * Maker of name-based UUIDs (version 3, MD5) in one namespace.
 *
 * @param namespace - A UUID.
 * @see Source: `uuid.uuid3` in Python.
 */
export function uuid3Maker(namespace: string): (name: string) => string {
  const prefix = Buffer.from(namespace.replaceAll("-", ""), "hex");
  return (name) => {
    const digest = createHash("md5").update(prefix).update(name).digest();
    digest[6] = (digest[6]! & 0x0f) | 0x30;
    digest[8] = (digest[8]! & 0x3f) | 0x80;
    const hex = digest.toString("hex");
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  };
}

/** The namespace of a folder: the UUID of its `file:` address. Indexing it again gives the same ids. */
export function folderNamespace(folder: string): string {
  return uuid3Maker(URL_NAMESPACE)(pathToFileURL(resolve(folder)).href);
}
