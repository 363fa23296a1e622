/** What tells two versions of a file apart. */
export interface FileVersion {
  /** Strong entity tag, with its quotation marks. */
  readonly etag: string;
  /** Time of the last change, in whole seconds, as HTTP writes it. */
  readonly lastModified: string;
}

/** What {@link fileVersion} needs to know of a file. */
export interface FileTimes {
  readonly size: bigint;
  readonly mtimeNs: bigint;
  readonly ino: bigint;
}

/**
 * The version of a file, by its size, its time of change in nanoseconds and its number on the disk, so that a file
 * written anew within a second, or put in place of another, has another tag.
 */
export function fileVersion({ size, mtimeNs, ino }: FileTimes): FileVersion {
  return {
    etag: `"${size.toString(16)}-${mtimeNs.toString(16)}-${ino.toString(16)}"`,
    lastModified: new Date(Number(mtimeNs / 1_000_000n)).toUTCString(),
  };
}
