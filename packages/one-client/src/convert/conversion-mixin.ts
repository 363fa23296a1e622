import { needEid } from "../listing/details.ts";
import { type DatasetRecord, type SessionRecord } from "../listing/records.ts";
import { type OneContext } from "../one/one-context.ts";
import { type InsertionRecord } from "../search/search-insertions.ts";
import { eid2pid, eid2pidDetails, type InsertionSession, pid2eid, type SessionInsertions } from "./insertions.ts";
import {
  type DatasetFileFields,
  eid2path,
  eid2ref,
  path2record,
  path2url,
  record2path,
  record2url,
  ref2path,
  type SessionUrlFields,
} from "./paths.ts";
import {
  type ExperimentReference,
  type ExperimentReferenceText,
  formatRef,
  path2ref,
  path2refText,
  refStrings,
} from "./reference.ts";
import { path2eid, ref2eid, type SessionId, toEid } from "./to-eid.ts";

/** A reference as text or object. */
export type Reference = string | ExperimentReference | ExperimentReferenceText;

/** How the text of a reference is written. */
export interface RefTextOptions {
  /** Whether the number is padded to three digits. Default: false. */
  readonly padded?: boolean | undefined;
}

/**
 * Turn one name of a session or dataset into another: ids, paths, references, records, URLs.
 *
 * @see Source: class `ConversionMixin` in ONE, `one/converters.py`. There a list of inputs gives a list; here
 *   `Promise.all(inputs.map(…))` does.
 */
export class ConversionMixin {
  /** What the functions behind the methods work on. */
  protected readonly context: OneContext;

  /** @param context - What the functions behind the methods work on. */
  constructor(context: OneContext) {
    this.context = context;
  }

  /**
   * The id of a session however it is named. An id is taken as it is; anything else is looked up in the tables.
   *
   * @returns `undefined` for `undefined` or `null`, and if no session lies in the folder named.
   * @throws InvalidExperimentIdError, IncompleteSessionError or AmbiguousSessionError (`one/…`) if the input names none,
   *   or a reference not exactly one.
   * @see Source: `ConversionMixin.to_eid` in ONE, `one/converters.py`.
   */
  toEid(id: SessionId | null | undefined): Promise<string | undefined> {
    return toEid(this.context, id);
  }

  /**
   * Folder of a session, below the location of the files.
   *
   * @returns `undefined` if the table does not have the session.
   * @throws InvalidArgumentError (`alf/invalid-argument`) if the id is no UUID in canonical form.
   * @see Source: `ConversionMixin.eid2path` in ONE, `one/converters.py`.
   */
  async eid2path(id: SessionId): Promise<string | undefined> {
    return eid2path(this.context, await this.#eid(id));
  }

  /**
   * The session that a path lies in, by subject, date and number. The lab decides only between several.
   *
   * @returns `undefined` if the path names no session, or one that is not in the table.
   * @throws AmbiguousSessionError (`one/ambiguous-session`) if several sessions are meant; it lists them.
   * @see Source: `ConversionMixin.path2eid` in ONE, `one/converters.py`. There several labs are always an error (O35).
   */
  path2eid(path: string): Promise<string | undefined> {
    return path2eid(this.context, path);
  }

  /**
   * The record of the session whose folder a path is, or of the dataset whose file it is.
   *
   * @returns `undefined` if there is none.
   * @throws AmbiguousSessionError (`one/ambiguous-session`) if several sessions lie in that folder.
   * @see Source: `ConversionMixin.path2record` in ONE, `one/converters.py`.
   */
  path2record(path: string): Promise<SessionRecord | DatasetRecord | undefined> {
    return path2record(this.context, path);
  }

  /**
   * Address, on the data server, of the file or session folder that a path stands for.
   *
   * @returns `undefined` if the tables have no record of it.
   * @throws NoDataServerError (`one/no-data-server`) if no server is set.
   * @see Source: `ConversionMixin.path2url` in ONE, `one/converters.py`.
   */
  path2url(path: string): Promise<string | undefined> {
    return path2url(this.context, path);
  }

  /**
   * Address of a dataset's file, or of a session's folder, on the data server.
   *
   * @throws NoDataServerError or SessionNotFoundError (`one/…`) if there is no server, or no such session.
   * @see Source: `ConversionMixin.record2url` in ONE, `one/converters.py`.
   */
  record2url(record: DatasetFileFields | SessionUrlFields): Promise<string> {
    return record2url(this.context, record);
  }

  /**
   * Where the file of a dataset is, or should be, below the location of the files.
   *
   * @throws SessionNotFoundError (`one/session-not-found`) if the table does not have its session.
   * @see Source: `ConversionMixin.record2path` in ONE, `one/converters.py`.
   */
  record2path(record: DatasetFileFields): Promise<string> {
    return record2path(this.context, record);
  }

  /**
   * Reference of a session, its sequence as a number.
   *
   * @throws SessionNotFoundError (`one/session-not-found`) if the table does not have the session.
   * @see Source: `ConversionMixin.eid2ref` in ONE, `one/converters.py`; the date is text here.
   */
  async eid2ref(id: SessionId): Promise<ExperimentReference> {
    return eid2ref(this.context, await needEid(this.context, id));
  }

  /** Reference of a session, its sequence as three digits: `eid2ref` with `parse=False`. */
  async eid2refStrings(id: SessionId): Promise<ExperimentReferenceText> {
    return refStrings(await this.eid2ref(id));
  }

  /** Reference of a session as text, `YYYY-MM-DD_N_subject`: `eid2ref` with `as_dict=False`. */
  async eid2refText(id: SessionId, options: RefTextOptions = {}): Promise<string> {
    const reference = await this.eid2ref(id);
    return formatRef(options.padded ? refStrings(reference) : reference);
  }

  /**
   * The session of a reference.
   *
   * @throws AmbiguousSessionError (`one/ambiguous-session`) unless exactly one session has that subject, date and number.
   * @see Source: `ConversionMixin.ref2eid` in ONE, `one/converters.py`. There a part of the subject's name will do (O36).
   */
  ref2eid(reference: Reference): Promise<string> {
    return ref2eid(this.context, reference);
  }

  /** Folder of the session of a reference; throws as {@link ConversionMixin.ref2eid}. */
  ref2path(reference: Reference): Promise<string | undefined> {
    return ref2path(this.context, reference);
  }

  /** The reference of the first session in a path; `undefined` if there is none. */
  path2ref(path: string): ExperimentReference | undefined {
    return path2ref(path, this.context);
  }

  /** The reference of the first session in a path, as text with the number as it is written there. */
  path2refText(path: string): string | undefined {
    return path2refText(path, this.context);
  }

  /**
   * Session and label of a probe insertion.
   *
   * @returns `undefined` if the table does not have it.
   * @throws TableNotLoadedError (`one/not-loaded`) if there is no insertions table.
   * @see Source: `One.pid2eid` in ONE, `one/api.py`; there two nulls when there is none.
   */
  pid2eid(pid: string): Promise<InsertionSession | undefined> {
    return pid2eid(this.context, pid);
  }

  /**
   * Probe insertions of a session, sorted by label.
   *
   * @throws TableNotLoadedError (`one/not-loaded`) if there is no insertions table.
   * @see Source: `One.eid2pid` in ONE, `one/api.py`; there two nulls when there are none.
   */
  eid2pid(id: SessionId): Promise<SessionInsertions> {
    return eid2pid(this.context, id);
  }

  /** Records of the probe insertions of a session, sorted by label; throws as {@link ConversionMixin.eid2pid}. */
  eid2pidDetails(id: SessionId): Promise<InsertionRecord[]> {
    return eid2pidDetails(this.context, id);
  }

  /** A single word is taken as an id, so that a wrong one is refused for its form and an unknown one gives nothing. */
  async #eid(id: SessionId): Promise<string> {
    return typeof id === "string" && !/[/\\_]/.test(id) ? id : needEid(this.context, id);
  }
}
