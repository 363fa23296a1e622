import { parseContentRange } from "./http-answer.ts";
import { VersionChangedError } from "./http-errors.ts";

/** What an answer tells about which version of the object it comes from. */
interface Version {
  readonly tag: string | undefined;
  readonly modified: string | undefined;
  readonly totalBytes: number | undefined;
}

/** Remembers the version first seen of each key and refuses answers from any other. */
export class VersionPins {
  readonly #versions = new Map<string, Version>();

  /**
   * Compare an answer with what is known of its key, and learn from it.
   *
   * @throws {@link VersionChangedError} if the entity tags differ; where one side has no tag, if the date of change or
   *   the size of the object differs.
   */
  check(response: Response, { key, location }: { readonly key: string; readonly location: string }): void {
    const found = versionOf(response);
    const known = this.#versions.get(key);
    if (known !== undefined && differs(known, found)) {
      throw new VersionChangedError({
        key,
        location,
        expectedVersion: versionText(known),
        foundVersion: versionText(found),
      });
    }
    this.#versions.set(key, {
      tag: known?.tag ?? found.tag,
      modified: known?.modified ?? found.modified,
      totalBytes: known?.totalBytes ?? found.totalBytes,
    });
  }

  /** Forget one key, or all of them. */
  release(key?: string): void {
    if (key === undefined) this.#versions.clear();
    else this.#versions.delete(key);
  }
}

function versionOf(response: Response): Version {
  const contentRange = response.headers.get("Content-Range");
  return {
    tag: normalTag(response.headers.get("ETag")),
    modified: response.headers.get("Last-Modified") ?? undefined,
    totalBytes: contentRange === null ? undefined : parseContentRange(contentRange)?.total,
  };
}

/**
 * An entity tag without the marks of compression: nginx makes the tag of a compressed answer weak (`W/"x"`), Apache
 * ends it with `-gzip`, and range answers are never compressed.
 */
function normalTag(tag: string | null): string | undefined {
  return tag
    ?.trim()
    .replace(/^W\//, "")
    .replace(/-(?:gzip|br|zstd|deflate)"$/, '"');
}

function differs(known: Version, found: Version): boolean {
  if (known.tag !== undefined && found.tag !== undefined) return known.tag !== found.tag;
  return unequal(known.modified, found.modified) || unequal(known.totalBytes, found.totalBytes);
}

function unequal<T>(known: T | undefined, found: T | undefined): boolean {
  return known !== undefined && found !== undefined && known !== found;
}

function versionText({ tag, modified, totalBytes }: Version): string {
  return tag ?? [modified, totalBytes === undefined ? undefined : `${totalBytes} bytes`].filter(Boolean).join(", ");
}
