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
type Reference = string | ExperimentReference | ExperimentReferenceText;

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
  protected readonly context: OneContext;

  /** @param context - What the functions behind the methods work on. */
  constructor(context: OneContext) {
    this.context = context;
  }

  /** The id of a session however it is named; see {@link toEid}. */
  toEid(id: SessionId | null | undefined): Promise<string | undefined> {
    return toEid(this.context, id);
  }

  /** Folder of a session; see {@link eid2path}. */
  async eid2path(id: SessionId): Promise<string | undefined> {
    return eid2path(this.context, await this.#eid(id));
  }

  /** The session that a path lies in; see {@link path2eid}. */
  path2eid(path: string): Promise<string | undefined> {
    return path2eid(this.context, path);
  }

  /** The record of the session or dataset that a path is; see {@link path2record}. */
  path2record(path: string): Promise<SessionRecord | DatasetRecord | undefined> {
    return path2record(this.context, path);
  }

  /** Address of a path on the data server; see {@link path2url}. */
  path2url(path: string): Promise<string | undefined> {
    return path2url(this.context, path);
  }

  /** Address of a record on the data server; see {@link record2url}. */
  record2url(record: DatasetFileFields | SessionUrlFields): Promise<string> {
    return record2url(this.context, record);
  }

  /** Path of a dataset's file; see {@link record2path}. */
  record2path(record: DatasetFileFields): Promise<string> {
    return record2path(this.context, record);
  }

  /** Reference of a session, its sequence as a number; see {@link eid2ref}. */
  async eid2ref(id: SessionId): Promise<ExperimentReference> {
    return eid2ref(this.context, await needEid(this.context, id));
  }

  /** Reference of a session, its sequence as three digits. */
  async eid2refStrings(id: SessionId): Promise<ExperimentReferenceText> {
    return refStrings(await this.eid2ref(id));
  }

  /** Reference of a session as text: `YYYY-MM-DD_N_subject`. */
  async eid2refText(id: SessionId, options: RefTextOptions = {}): Promise<string> {
    const reference = await this.eid2ref(id);
    return formatRef(options.padded ? refStrings(reference) : reference);
  }

  /** The session of a reference; see {@link ref2eid}. */
  ref2eid(reference: Reference): Promise<string> {
    return ref2eid(this.context, reference);
  }

  /** Folder of the session of a reference; see {@link ref2path}. */
  ref2path(reference: Reference): Promise<string | undefined> {
    return ref2path(this.context, reference);
  }

  /** The reference of the session in a path; see {@link path2ref}. */
  path2ref(path: string): ExperimentReference | undefined {
    return path2ref(path, this.context);
  }

  /** The reference of the session in a path, as text; see {@link path2refText}. */
  path2refText(path: string): string | undefined {
    return path2refText(path, this.context);
  }

  /** Session and label of a probe insertion; see {@link pid2eid}. */
  pid2eid(pid: string): Promise<InsertionSession | undefined> {
    return pid2eid(this.context, pid);
  }

  /** Probe insertions of a session; see {@link eid2pid}. */
  eid2pid(id: SessionId): Promise<SessionInsertions> {
    return eid2pid(this.context, id);
  }

  /** Records of the probe insertions of a session; see {@link eid2pidDetails}. */
  eid2pidDetails(id: SessionId): Promise<InsertionRecord[]> {
    return eid2pidDetails(this.context, id);
  }

  /** An id is not looked up here, so that a wrong one is refused for its form and an unknown one gives nothing. */
  async #eid(id: SessionId): Promise<string> {
    return typeof id === "string" && !/[/\\_]/.test(id) ? id : needEid(this.context, id);
  }
}
