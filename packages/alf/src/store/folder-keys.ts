/**
 * Cut a key into folder and file name.
 *
 * @returns `""` for the folder of a key without one: the store itself.
 */
export function splitKey(key: string): readonly [folder: string, name: string] {
  const cut = key.lastIndexOf("/");
  return [key.slice(0, Math.max(0, cut)), key.slice(cut + 1)];
}

/** Key of a name in a folder, the inverse of {@link splitKey}; `""` is the store itself. */
export function keyIn(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

/** The folder to list, as `ListableByteStore.list` takes it, and how much of the keys it gives is that folder. */
export function listingOf(folder: string): { readonly prefix: string | undefined; readonly start: number } {
  return folder === "" ? { prefix: undefined, start: 0 } : { prefix: folder, start: folder.length + 1 };
}
