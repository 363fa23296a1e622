import { asInsertionRecord } from "../alyx/alyx-catalog.ts";
import { pathToUrl } from "../alyx/conversions.ts";
import { type QueryValue } from "../alyx/python-text.ts";
import { insertionsOfSessionRequest } from "../alyx/requests.ts";
import { listRecords, reportInsertions } from "../alyx/search.ts";
import { type QuestionOptions } from "../catalog/catalog.ts";
import { type Reference, type RefTextOptions } from "../convert/conversion-mixin.ts";
import { type InsertionSession, type SessionInsertions } from "../convert/insertions.ts";
import {
  type DatasetFileFields,
  eid2ref,
  path2record,
  record2path,
  record2url,
  type SessionUrlFields,
} from "../convert/paths.ts";
import { type ExperimentReference, type ExperimentReferenceText, formatRef, refStrings } from "../convert/reference.ts";
import { sessionRecord2path } from "../convert/session-folder.ts";
import { placeOfPath, placeOfReference } from "../convert/session-place.ts";
import { type SessionFields, type SessionId } from "../convert/to-eid.ts";
import { type DatasetRecord, type SessionRecord } from "../listing/records.ts";
import { type InsertionRecord } from "../search/search-insertions.ts";
import { RemoteBase } from "./remote-base.ts";

/** Names of sessions, datasets and insertions turned into one another, by the tables and the database. */
export class RemoteConversions extends RemoteBase {
  /**
   * Folder of a session, below the location of the files.
   *
   * @returns `undefined` if neither the tables nor the database have the session.
   * @throws InvalidExperimentIdError (`one/invalid-experiment-id`) if the input names no session.
   * @see Source: `OneAlyx.eid2path` in ONE, `one/api.py`. There the tables are not looked at (O27), and a session
   *   without lab is an error.
   */
  override async eid2path(id: SessionId, options: QuestionOptions = {}): Promise<string | undefined> {
    const eid = await this.toEid(id, options);
    if (eid === undefined) return undefined;
    await this.bringSession(eid, options);
    return super.eid2path(eid);
  }

  /**
   * The session that a path lies in, by subject, date and number. The lab decides only between several.
   *
   * @returns `undefined` if the path names no session, or one that is not known.
   * @throws AmbiguousSessionError (`one/ambiguous-session`) if several sessions are meant; it lists them.
   * @see Source: `OneAlyx.path2eid` in ONE, `one/api.py`. There the first of several will do.
   */
  override async path2eid(path: string, options: QuestionOptions = {}): Promise<string | undefined> {
    return placeOfPath(path) === undefined ? undefined : this.toEid(path, options);
  }

  /** The record of the session whose folder a path is, or of the dataset whose file it is; see `One.path2record`. */
  override async path2record(
    path: string,
    options: QuestionOptions = {},
  ): Promise<SessionRecord | DatasetRecord | undefined> {
    if (this.offline) return super.path2record(path);
    const eid = await this.path2eid(path, options);
    const scope = eid === undefined ? undefined : await this.scopeIfKnown(eid, options);
    return scope === undefined ? undefined : path2record(scope.context, path);
  }

  /**
   * Address of the file that a path stands for.
   *
   * @returns Offline `undefined` if the tables have no record of it.
   * @throws AlyxDatasetNotFoundError (`alyx/dataset-not-found`) unless the database has exactly one such dataset.
   * @throws NoDataServerError (`one/no-data-server`) offline if no server is set.
   * @see Source: `OneAlyx.path2url` in ONE, `one/api.py`; no difference.
   */
  override async path2url(path: string, options: QuestionOptions = {}): Promise<string | undefined> {
    if (this.offline) return super.path2url(path);
    return this.orTables(
      () => pathToUrl(this.asking(options), path),
      () => super.path2url(path),
    );
  }

  /** As `One.record2url`; a session that the tables do not have is looked for in the database. */
  override async record2url(
    record: DatasetFileFields | SessionUrlFields,
    options: QuestionOptions = {},
  ): Promise<string> {
    if (typeof record.eid === "string") await this.bringSession(record.eid, options);
    return record2url(this.context, record);
  }

  /** As `One.record2path`; a session that the tables do not have is looked for in the database. */
  override async record2path(record: DatasetFileFields, options: QuestionOptions = {}): Promise<string> {
    if (typeof record.eid === "string") await this.bringSession(record.eid, options);
    return record2path(this.context, record);
  }

  /** As `One.eid2ref`; a session that the tables do not have is looked for in the database. */
  override async eid2ref(id: SessionId, options: QuestionOptions = {}): Promise<ExperimentReference> {
    const eid = await this.needEid(id, options);
    await this.bringSession(eid, options);
    return eid2ref(this.context, eid);
  }

  /** As `One.eid2refStrings`. */
  override async eid2refStrings(id: SessionId, options: QuestionOptions = {}): Promise<ExperimentReferenceText> {
    return refStrings(await this.eid2ref(id, options));
  }

  /** As `One.eid2refText`. */
  override async eid2refText(id: SessionId, options: RefTextOptions & QuestionOptions = {}): Promise<string> {
    const reference = await this.eid2ref(id, options);
    return formatRef(options.padded ? refStrings(reference) : reference);
  }

  /** As `One.ref2eid`, by the tables and then the database. */
  override async ref2eid(reference: Reference, options: QuestionOptions = {}): Promise<string> {
    return this.needEid(placeOfReference(reference).text, options);
  }

  /** As `One.ref2path`, by the tables and then the database. */
  override async ref2path(reference: Reference, options: QuestionOptions = {}): Promise<string | undefined> {
    return this.eid2path(await this.ref2eid(reference, options), options);
  }

  /**
   * Session and label of a probe insertion.
   *
   * @returns `undefined` if there is none.
   * @throws TableNotLoadedError (`one/not-loaded`) offline if there is no insertions table.
   * @see Source: `OneAlyx.pid2eid` in ONE, `one/api.py`; there two nulls, and a logged error, when there is none.
   */
  override async pid2eid(pid: string, options: QuestionOptions = {}): Promise<InsertionSession | undefined> {
    if (this.offline) return super.pid2eid(pid);
    const record = await this.catalog.findInsertion(pid, options);
    return record && { eid: record.eid, name: record.name ?? "" };
  }

  /**
   * Probe insertions of a session: online in the order of the database, offline by label.
   *
   * @param filters - Further parameters of the endpoint, e.g. `{ name: "probe00" }`; the database is asked for those.
   * @throws TableNotLoadedError (`one/not-loaded`) offline if there is no insertions table.
   * @see Source: `OneAlyx.eid2pid` in ONE, `one/api.py`; there two nulls when there are none.
   */
  override async eid2pid(
    id: SessionId,
    filters: Readonly<Record<string, QueryValue>> = {},
    options: QuestionOptions = {},
  ): Promise<SessionInsertions> {
    const records = await this.eid2pidDetails(id, filters, options);
    return { pids: records.map((record) => record.id), names: records.map((record) => record.name ?? "") };
  }

  /** Records of the probe insertions of a session; as {@link RemoteConversions.eid2pid}. */
  override async eid2pidDetails(
    id: SessionId,
    filters: Readonly<Record<string, QueryValue>> = {},
    options: QuestionOptions = {},
  ): Promise<InsertionRecord[]> {
    if (this.offline) return super.eid2pidDetails(id);
    const eid = await this.needEid(id, options);
    if (Object.keys(filters).length === 0) return [...(await this.catalog.listInsertions(eid, options))];
    const records = await listRecords(this.asking(options), insertionsOfSessionRequest(eid, filters));
    reportInsertions(this.alyxContext, records);
    return records.map(asInsertionRecord);
  }

  /** Folder of a session by its fields alone. */
  protected folderOf({ lab, subject, date, number }: SessionRecord): string {
    return sessionRecord2path({ lab, subject, date, number } as SessionFields & { date: string }, this.cacheDir);
  }
}
