/** A path cut at its separators, as Python's `PurePosixPath` sees it. */
export interface SplitPath {
  /** `"/"`, `"//"` or `""` for a relative path. */
  readonly root: string;
  /** Components; empty ones and `.` are dropped, `..` is kept. */
  readonly parts: readonly string[];
}

/** Cut a path at `/`. */
export function splitPath(path: string): SplitPath {
  const root = /^\/*/.exec(path)?.[0] ?? "";
  return {
    root: root.length === 2 ? root : root.slice(0, 1),
    parts: path.split("/").filter((part) => part !== "" && part !== "."),
  };
}

/** Join what {@link splitPath} cut; an empty relative path is `"."`. */
export function joinPath(root: string, parts: readonly string[]): string {
  return root + parts.join("/") || ".";
}

/** A path without doubled separators, `.` components and a trailing separator. */
export function normalizePath(path: string): string {
  const { root, parts } = splitPath(path);
  return joinPath(root, parts);
}

/** A path without separators at both ends. */
export function stripSlashes(path: string): string {
  return path.replace(/^\/+|(?<!\/)\/+$/g, "");
}

/** The folder of a path and the last component, `""` for a root. */
export function splitName(path: string): readonly [folder: string, name: string] {
  const { root, parts } = splitPath(path);
  return [joinPath(root, parts.slice(0, -1)), parts.at(-1) ?? ""];
}

/** A file name cut before its last dot; a leading or trailing dot starts no suffix. */
export function splitSuffix(name: string): readonly [stem: string, suffix: string] {
  const dot = name.lastIndexOf(".");
  return dot > 0 && dot < name.length - 1 ? [name.slice(0, dot), name.slice(dot)] : [name, ""];
}

/** A path below a folder; `""` and `.` add nothing. */
export function childPath(folder: string, ...names: readonly string[]): string {
  const { root, parts } = splitPath(folder);
  return joinPath(root, [...parts, ...names.flatMap((name) => splitPath(name).parts)]);
}
