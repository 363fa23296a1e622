import { filenameParts, isValid } from "./dataset-name.ts";
import { AlfInvalidError, ArgumentTypeError, InvalidArgumentError } from "./errors.ts";
import { childPath, splitName } from "./posix-path.ts";
import { type CompatOptions } from "./session-path.ts";
import { addUuidString, removeUuidString } from "./uuid.ts";

/** A dataset's path taken apart: folder, object with namespace, attribute with timescale, extra parts, extension. */
interface Words {
  readonly folder: string;
  readonly head: string;
  readonly token: string;
  readonly extra: readonly string[];
  readonly extension: string;
}

function datasetWords(path: string): Words {
  const [folder, name] = splitName(path);
  if (!isValid(name)) throw new AlfInvalidError(path, "a dataset's path");
  const [head = "", token = "", ...rest] = name.split(".");
  return { folder, head, token, extra: rest.slice(0, -1), extension: rest.at(-1) ?? "" };
}

/** Change words of a dataset's name. @throws {@link InvalidArgumentError} if it would lie in another folder then. */
function rename(path: string, change: Partial<Words>): string {
  const { folder, head, token, extra, extension } = { ...datasetWords(path), ...change };
  const name = [head, token, ...extra, extension].join(".");
  if (name.includes("/")) throw new InvalidArgumentError("name", name, "a file name, without separators");
  return childPath(folder, name);
}

/**
 * The path with another object; the name is taken as it is.
 *
 * @throws {@link AlfInvalidError} if the path is no dataset's.
 * @throws {@link InvalidArgumentError} if the new name holds a `/`.
 */
export function withObject(path: string, object: string): string {
  const { namespace } = filenameParts(splitName(path)[1]);
  return rename(path, { head: namespace === undefined ? object : `_${namespace}_${object}` });
}

/**
 * The path with another namespace; `""` and `undefined` remove it.
 *
 * @throws {@link AlfInvalidError} if the path is no dataset's.
 * @throws {@link InvalidArgumentError} if the new name holds a `/`.
 */
export function withNamespace(path: string, namespace: string | undefined): string {
  const { object = "" } = filenameParts(splitName(path)[1]);
  return rename(path, { head: namespace ? `_${namespace}_${object}` : object });
}

/**
 * The path with another attribute; the timescale is kept.
 *
 * @throws {@link AlfInvalidError} if the path is no dataset's.
 * @throws {@link InvalidArgumentError} if the new name holds a `/`.
 */
export function withAttribute(path: string, attribute: string): string {
  const { timescale } = filenameParts(splitName(path)[1]);
  return rename(path, { token: timescale === undefined ? attribute : `${attribute}_${timescale}` });
}

/**
 * The path with another timescale; `""` and `undefined` remove it.
 *
 * @throws {@link AlfInvalidError} if the path is no dataset's.
 * @throws {@link InvalidArgumentError} if the new name holds a `/`.
 * @see Source: `PureALFPath.with_timescale`. There an attribute that ends with `_times` or `_intervals` loses that, if it
 *   had no timescale so far (only with `compat`).
 */
export function withTimescale(path: string, timescale: string | undefined, options: CompatOptions = {}): string {
  const { attribute: whole = "", timescale: old } = filenameParts(splitName(path)[1]);
  const attribute = options.compat && old === undefined ? whole.replace(/_(?:times|intervals)$/, "") : whole;
  return rename(path, { token: timescale ? `${attribute}_${timescale}` : attribute });
}

/** Options of {@link withExtra}. */
export interface WithExtraOptions {
  /** Put the new parts after those that are there. Default: false. */
  readonly append?: boolean | undefined;
}

/**
 * The path with other extra parts; `""` removes them.
 *
 * @param extra - Dot-separated text, or a list; empty parts are dropped.
 * @throws {@link AlfInvalidError} if the path is no dataset's.
 * @throws {@link InvalidArgumentError} if the new name holds a `/`.
 * @throws {@link ArgumentTypeError} if `extra` is neither text nor a list.
 */
export function withExtra(path: string, extra: string | readonly string[], options: WithExtraOptions = {}): string {
  const { extra: before } = datasetWords(path);
  if (typeof extra !== "string" && !Array.isArray(extra)) throw new ArgumentTypeError("extra", extra, "text or a list");
  const parts = (typeof extra === "string" ? extra.split(".") : [...extra]).filter((part) => part !== "");
  return rename(path, { extra: options.append ? [...before, ...parts] : parts });
}

/**
 * The path with another extension.
 *
 * @param extension - Without its dot.
 * @throws {@link AlfInvalidError} if the path is no dataset's.
 * @throws {@link InvalidArgumentError} if `extension` is empty or names folders.
 */
export function withExtension(path: string, extension: string): string {
  datasetWords(path);
  if (extension === "" || extension.includes("/"))
    throw new InvalidArgumentError("extension", extension, "a file extension");
  return rename(path, { extension });
}

/**
 * The path with a dataset id in its file name, see {@link addUuidString}.
 *
 * @throws {@link AlfInvalidError} if the path is no dataset's.
 * @throws {@link InvalidArgumentError} if `uuid` is not canonical.
 */
export function withUuid(path: string, uuid: string): string {
  datasetWords(path);
  return addUuidString(path, uuid);
}

/** The path without the dataset id in its file name, if it is a dataset's and has one. */
export function withoutUuid(path: string): string {
  const [folder, name] = splitName(path);
  return isValid(name) ? removeUuidString(path) : childPath(folder, name);
}
