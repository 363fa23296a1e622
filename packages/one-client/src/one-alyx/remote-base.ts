import { AlyxCatalog } from "../alyx/alyx-catalog.ts";
import { type AlyxContext, type RemoteRows } from "../alyx/alyx-context.ts";
import { type AlyxClient } from "../alyx/client/alyx-client.ts";
import { AlyxSessionNotFoundError } from "../alyx/errors.ts";
import { type Catalog, type QuestionOptions } from "../catalog/catalog.ts";
import { TableCatalog } from "../catalog/table-catalog.ts";
import { isOutage, offlineWarning, withFallback } from "../catalog/with-fallback.ts";
import { chooseSession, parseSessionId } from "../convert/session-place.ts";
import { findEid, type SessionId } from "../convert/to-eid.ts";
import { UnresolvedSessionError } from "../errors.ts";
import { type OneContext } from "../one/one-context.ts";
import { type OneParts } from "../one/one-state.ts";
import { One } from "../one.ts";
import { type CacheTables } from "../tables/cache-tables.ts";
import { type ScopeContent, scopedContext } from "./session-scope.ts";
import { TableGrowth } from "./table-growth.ts";

/**
 * Whom questions go to: the database (`"remote"`), the tables at hand (`"local"`), or the database and, while it cannot
 * be reached, the tables (`"auto"`).
 */
export type OneMode = "remote" | "local" | "auto";

/** Everything that a `OneAlyx` is made of. */
export interface RemoteParts extends OneParts {
  /** The client of the database. */
  readonly alyx: AlyxClient;
  /** Whom questions go to. */
  readonly mode: OneMode;
}

/** A session to work on: the context to do it with, and what names the session in it. */
export interface SessionScope {
  /** Its tables hold the session. */
  readonly context: OneContext;
  /** Names the session. */
  readonly id: SessionId;
}

/** What all methods that ask the database have in common: the catalog, and tables that grow by its answers. */
export class RemoteBase extends One {
  /** The client of the database. */
  readonly alyx: AlyxClient;
  /** Whom questions go to. */
  readonly mode: OneMode;
  /** For the functions of the `alyx` entry, which ask the database whatever the mode: rows of answers go to the tables. */
  readonly alyxContext: AlyxContext;
  readonly #catalog: Catalog;
  readonly #growth: TableGrowth;
  #growing: Promise<unknown> = Promise.resolve();

  /** @param parts - Complete: nothing has a default here. */
  constructor(parts: RemoteParts) {
    super(parts);
    const { alyx, mode, onWarning } = parts;
    this.alyx = alyx;
    this.mode = mode;
    this.#growth = new TableGrowth(onWarning);
    const onRows = (rows: RemoteRows): void => this.#growth.add(rows);
    this.alyxContext = { rest: alyx, cacheDir: this.context.location, onRows, onWarning };
    const tables = new TableCatalog(this.context, () => this.updateTables());
    const database = new AlyxCatalog(this.alyxContext);
    const catalogs = { local: tables, remote: database, auto: withFallback(database, tables, { onWarning }) };
    this.#catalog = catalogs[mode];
  }

  /** Whom questions go to, as one thing. */
  override get catalog(): Catalog {
    return this.#catalog;
  }

  /** Whether the database is never asked. */
  override get offline(): boolean {
    return this.mode === "local";
  }

  /** What it is, without secrets. @see Source: `OneAlyx.__repr__` in ONE, `one/api.py`. */
  override toString(): string {
    return `OneAlyx (${this.offline ? `offline, ${this.cacheDir}` : `online, ${this.alyx.baseUrl}`})`;
  }

  /**
   * Put the rows of all answers so far into the tables. Methods that look at the tables do it by themselves; `tables` and
   * `cache` show what is in them.
   *
   * @returns The tables then.
   */
  async updateTables(): Promise<CacheTables> {
    // One after the other: each lays its rows over the tables that the one before made.
    const grown = this.#growing.then(() => this.#grow());
    this.#growing = grown.catch(() => undefined);
    return grown;
  }

  async #grow(): Promise<CacheTables> {
    const options = { now: this.state.parts.now(), origin: this.alyx.baseUrl };
    while (!this.#growth.isEmpty) await this.#growth.grow(this.state, options);
    return this.state.cache;
  }

  /**
   * The id of a session however it is named. An id is taken as it is; anything else is looked up in the tables and, if
   * they do not have it, in the database.
   *
   * @returns `undefined` for `undefined` or `null`, and if no session lies in the folder named.
   * @throws InvalidExperimentIdError, IncompleteSessionError or AmbiguousSessionError (`one/…`) if the input names none,
   *   or a reference not exactly one.
   * @see Source: `ConversionMixin.to_eid` in ONE, `one/converters.py`. There the tables are not looked at (O27).
   */
  override async toEid(id: SessionId | null | undefined, options: QuestionOptions = {}): Promise<string | undefined> {
    const meant = parseSessionId(id);
    if (typeof meant !== "object") return meant;
    const { context } = this;
    await this.updateTables();
    if (this.offline) return findEid(context, meant);
    const known = await findEid(context, { ...meant, isReference: false });
    if (known !== undefined && (await this.#isOfLab(known, meant.lab))) return known;
    return chooseSession(meant, await this.catalog.findSessions(meant, options));
  }

  /** Tables that grow may know one of several sessions that share a place: where a lab is named, it must be that one. */
  async #isOfLab(eid: string, lab: string | undefined): Promise<boolean> {
    return lab === undefined || (await new TableCatalog(this.context).findSession(eid))?.lab === lab;
  }

  /** The id of a session that must be meant. @throws UnresolvedSessionError and what {@link RemoteBase.toEid} throws. */
  protected async needEid(id: SessionId, options: QuestionOptions = {}): Promise<string> {
    const eid = await this.toEid(id, options);
    if (eid === undefined) throw new UnresolvedSessionError(id);
    return eid;
  }

  /**
   * A session to load from, as the catalog has it now.
   *
   * @throws AlyxSessionNotFoundError (`alyx/session-not-found`) if the catalog does not have it.
   */
  protected async scope(id: SessionId, options: QuestionOptions): Promise<SessionScope> {
    if (this.offline) return { context: this.context, id };
    const eid = await this.needEid(id, options);
    const content = await this.catalog.readSession(eid, { signal: options.signal });
    if (content === undefined) throw new AlyxSessionNotFoundError([eid], { database: this.alyx.baseUrl });
    return { context: this.scopeOf(content), id: eid };
  }

  /** As {@link RemoteBase.scope}; `undefined` if there is no such session. */
  protected async scopeIfKnown(id: SessionId, options: QuestionOptions): Promise<SessionScope | undefined> {
    if (this.offline) return { context: this.context, id };
    const eid = await this.toEid(id, options);
    const content = eid === undefined ? undefined : await this.catalog.readSession(eid, { signal: options.signal });
    return content === undefined || eid === undefined ? undefined : { context: this.scopeOf(content), id: eid };
  }

  /**
   * Ask the database; in mode `"auto"` ask the tables while it cannot be reached, with a warning.
   *
   * For questions that a {@link Catalog} does not have, and for the further pages of its lists.
   */
  protected async orTables<T>(database: () => Promise<T>, tables: () => Promise<T>): Promise<T> {
    try {
      return await database();
    } catch (error) {
      if (this.mode !== "auto" || !isOutage(error)) throw error;
      this.context.onWarning(offlineWarning(this.alyx.baseUrl, this.context.location));
      await this.updateTables();
      return tables();
    }
  }

  /** A context whose tables hold one session; what is found out of its files goes to the tables of all. */
  protected scopeOf(content: ScopeContent): OneContext {
    return scopedContext(this.context, content, (rows) => this.#growth.setExists(rows));
  }

  /** What the functions of the `alyx` entry are given for one question. */
  protected asking({ signal }: QuestionOptions): AlyxContext {
    return { ...this.alyxContext, signal };
  }

  /** See to it that the tables have a session, if the catalog does. */
  protected async bringSession(eid: string, options: QuestionOptions): Promise<void> {
    await this.updateTables();
    if (this.offline || (await new TableCatalog(this.context).findSession(eid)) !== undefined) return;
    await this.catalog.findSession(eid, options);
    await this.updateTables();
  }
}
