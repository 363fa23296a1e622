import { type DatasetNameParts, filenameParts, type MaybeParts } from "../dataset-name.ts";
import { type FullPathParts, fullPathParts } from "../dataset-path.ts";
import { ArgumentTypeError } from "../errors.ts";
import * as name from "../name-derivation.ts";
import { childPath, normalizePath, splitName, splitPath, splitSuffix } from "../posix-path.ts";
import * as session from "../session-derivation.ts";
import {
  type CompatOptions,
  getSessionPath,
  isSessionPath,
  paddedSequence,
  sessionPathParts,
} from "../session-path.ts";

/** Text for every absent part. */
function orEmpty(parts: object): string[] {
  return Object.values(parts).map((part: string | undefined) => part ?? "");
}

/**
 * A path with its ALF parts, immutable; every `with…` and `without…` method returns a new one.
 *
 * A thin face over the functions of the same names for those who know Python's `PureALFPath`. Separators are `/`;
 * backslashes are taken as separators, doubled ones and `.` are dropped. Nothing is asked of the disk.
 *
 * @see Source: `PureALFPath` in `one/alf/path.py`, with the repairs listed in the README.
 */
export class AlfPath {
  readonly #path: string;
  readonly #options: CompatOptions;

  /** @param options - `compat` reproduces the defects of the reference in all methods. */
  constructor(path: string | AlfPath, options: CompatOptions = {}) {
    this.#path = normalizePath(String(path).replaceAll("\\", "/"));
    this.#options = options;
  }

  #with(path: string): AlfPath {
    return new AlfPath(path, this.#options);
  }

  /** The path as text. */
  toString(): string {
    return this.#path;
  }

  /** The path as text, so that JSON holds it. */
  toJSON(): string {
    return this.#path;
  }

  /** Components, the root among them. */
  get parts(): readonly string[] {
    const { root, parts } = splitPath(this.#path);
    return root === "" ? parts : [root, ...parts];
  }
  /** Last component, `""` for a root. */
  get name(): string {
    return splitName(this.#path)[1];
  }
  /** Last component without its last suffix. */
  get stem(): string {
    return splitSuffix(this.name)[0];
  }
  /** Last suffix of the last component, with its dot. */
  get suffix(): string {
    return splitSuffix(this.name)[1];
  }
  /** The folder. */
  get parent(): AlfPath {
    return this.#with(splitName(this.#path)[0]);
  }
  /** A path below this one. */
  joinpath(...names: readonly string[]): AlfPath {
    return this.#with(childPath(this.#path, ...names));
  }

  get #full(): FullPathParts {
    return fullPathParts(this.#path);
  }
  get #named(): MaybeParts<DatasetNameParts> {
    return filenameParts(this.name);
  }

  /** Laboratory, `""` if there is none; as with all parts below. */
  get lab(): string {
    return sessionPathParts(this.#path).lab ?? "";
  }
  /** Name of the animal. */
  get subject(): string {
    return sessionPathParts(this.#path).subject ?? "";
  }
  /** Day of the session, `YYYY-MM-DD`. */
  get date(): string {
    return sessionPathParts(this.#path).date ?? "";
  }
  /** Session number as written. */
  get sequence(): string {
    return sessionPathParts(this.#path).number ?? "";
  }
  /** Only of paths that hold the session. */
  get collection(): string {
    return this.#full.collection ?? "";
  }
  /** Only of paths that hold the session. */
  get revision(): string {
    return this.#full.revision ?? "";
  }
  /** Namespace of the file name. */
  get namespace(): string {
    return this.#named.namespace ?? "";
  }
  /** Object of the file name. */
  get object(): string {
    return this.#named.object ?? "";
  }
  /** Attribute of the file name. */
  get attribute(): string {
    return this.#named.attribute ?? "";
  }
  /** Timescale of the file name. */
  get timescale(): string {
    return this.#named.timescale ?? "";
  }
  /** Extra parts of the file name, dot-separated. */
  get extra(): string {
    return this.#named.extra ?? "";
  }
  /** Lab, subject, date, number. */
  get sessionParts(): readonly string[] {
    return orEmpty(sessionPathParts(this.#path));
  }
  /** Namespace, object, attribute, timescale, extra, extension. */
  get datasetNameParts(): readonly string[] {
    return orEmpty(this.#named);
  }
  /** All twelve parts. */
  get alfParts(): readonly string[] {
    return orEmpty(this.#full);
  }
  /** All parts by name, `undefined` where absent. */
  parseAlfPath(): FullPathParts {
    return this.#full;
  }
  /** Parts of the file name, `undefined` where absent. */
  parseAlfName(): MaybeParts<DatasetNameParts> {
    return this.#named;
  }

  /** See {@link isDataset}. */
  isDataset(): boolean {
    return session.isDataset(this.#path);
  }
  /** See {@link isSessionPath}. */
  isSessionPath(): boolean {
    return isSessionPath(this.#path);
  }
  /** See {@link isValidAlf}. */
  isValidAlf(): boolean {
    return session.isValidAlf(this.#path, this.#options);
  }

  /** See {@link getSessionPath}. */
  sessionPath(): AlfPath | undefined {
    const path = getSessionPath(this.#path, this.#options);
    return path === undefined ? undefined : this.#with(path);
  }
  /** See {@link sessionPathShort}. */
  sessionPathShort(): string | undefined {
    return session.sessionPathShort(this.#path);
  }
  /** See {@link sessionPathShortWithLab}. */
  sessionPathShortWithLab(): string | undefined {
    return session.sessionPathShortWithLab(this.#path, this.#options);
  }
  /** See {@link withoutLab}. */
  withoutLab(): AlfPath {
    return this.#with(session.withoutLab(this.#path));
  }
  /** See {@link relativeToLab}. */
  relativeToLab(): AlfPath {
    return this.#with(session.relativeToLab(this.#path));
  }
  /** See {@link relativeToSession}. */
  relativeToSession(): AlfPath {
    return this.#with(session.relativeToSession(this.#path));
  }
  /** See {@link withLab}. */
  withLab(lab: string, options: session.WithLabOptions = {}): AlfPath {
    return this.#with(session.withLab(this.#path, lab, options));
  }
  /** See {@link withSubject}. */
  withSubject(subject: string): AlfPath {
    return this.#with(session.withSubject(this.#path, subject, this.#options));
  }
  /** See {@link withDate}. */
  withDate(date: string | Date): AlfPath {
    return this.#with(session.withDate(this.#path, date, this.#options));
  }
  /** See {@link withSequence}. */
  withSequence(sequence: number | string): AlfPath {
    return this.#with(session.withSequence(this.#path, sequence, this.#options));
  }
  /** See {@link paddedSequence}. */
  withPaddedSequence(): AlfPath {
    return this.#with(paddedSequence(this.#path));
  }
  /** See {@link withCollection}. */
  withCollection(collection: string): AlfPath {
    return this.#with(session.withCollection(this.#path, collection, this.#options));
  }
  /** See {@link withRevision}. */
  withRevision(revision: string): AlfPath {
    return this.#with(session.withRevision(this.#path, revision, this.#options));
  }
  /** See {@link withoutRevision}. */
  withoutRevision(): AlfPath {
    return this.#with(session.withoutRevision(this.#path, this.#options));
  }
  /** See {@link withNamespace}. */
  withNamespace(namespace: string | undefined): AlfPath {
    return this.#with(name.withNamespace(this.#path, namespace));
  }
  /** See {@link withObject}. */
  withObject(object: string): AlfPath {
    return this.#with(name.withObject(this.#path, object));
  }
  /** See {@link withAttribute}. */
  withAttribute(attribute: string): AlfPath {
    return this.#with(name.withAttribute(this.#path, attribute));
  }
  /** See {@link withTimescale}. */
  withTimescale(timescale: string | undefined): AlfPath {
    return this.#with(name.withTimescale(this.#path, timescale, this.#options));
  }
  /** See {@link withExtra}. */
  withExtra(extra: string | readonly string[], options: name.WithExtraOptions = {}): AlfPath {
    return this.#with(name.withExtra(this.#path, extra, options));
  }
  /** See {@link withExtension}. */
  withExtension(extension: string): AlfPath {
    return this.#with(name.withExtension(this.#path, extension));
  }
  /** See {@link withUuid}. */
  withUuid(uuid: string): AlfPath {
    return this.#with(name.withUuid(this.#path, uuid));
  }
  /** See {@link withoutUuid}. */
  withoutUuid(): AlfPath {
    return this.#with(name.withoutUuid(this.#path));
  }
}

/**
 * A path as {@link AlfPath}; one that is already stays the same.
 *
 * @throws ArgumentTypeError if it is neither text nor an AlfPath.
 * @see Source: `ensure_alf_path` in `one/alf/path.py`; for lists use `paths.map((path) => ensureAlfPath(path))`.
 */
export function ensureAlfPath(path: string | AlfPath): AlfPath {
  if (path instanceof AlfPath) return path;
  if (typeof path !== "string") throw new ArgumentTypeError("path", path, "text or an AlfPath");
  return new AlfPath(path);
}
