import { type QuestionOptions } from "../catalog/catalog.ts";
import { type SessionId } from "../convert/to-eid.ts";
import { type DatasetFilter } from "../listing/filter-rows.ts";
import {
  type ListDatasetsOptions,
  listCollectionDetails,
  listCollections,
  listDatasetDetails,
  listDatasets,
  listRevisionDetails,
  listRevisions,
} from "../listing/list-datasets.ts";
import { type DatasetRecord } from "../listing/records.ts";
import { type OneContext } from "../one/one-context.ts";
import { RemoteSearch } from "./remote-search.ts";

/** Listings of sessions, as the database has them. */
export class RemoteListing extends RemoteSearch {
  /** Animals of the sessions in the tables, each once, sorted: those that answers told of so far. */
  override async listSubjects(): Promise<string[]> {
    await this.updateTables();
    return super.listSubjects();
  }

  /**
   * Relative paths of datasets of a session, sorted.
   *
   * @param id - Which session; left out, the datasets in the tables, with a warning: a database does not list all.
   * @returns Empty if the session is unknown or has no such dataset.
   * @throws AlfGeneralError (`alf/error`) if default revisions are asked for and the tables do not say which they are.
   * @see Source: `OneAlyx.list_datasets` in ONE, `one/api.py`. There default revisions cannot be asked for (O26).
   */
  override async listDatasets(
    id?: SessionId | undefined,
    options: ListDatasetsOptions & QuestionOptions = {},
  ): Promise<string[]> {
    return this.#list(id, { none: [], options }, (context, of) => listDatasets(context, of, options));
  }

  /** As {@link RemoteListing.listDatasets}, as records in the order of their ids. */
  override async listDatasetDetails(
    id?: SessionId | undefined,
    options: ListDatasetsOptions & QuestionOptions = {},
  ): Promise<DatasetRecord[]> {
    return this.#list(id, { none: [], options }, (context, of) => listDatasetDetails(context, of, options));
  }

  /** Collections that datasets lie in, each once, in the order of the datasets' ids; `""` is the session folder itself. */
  override async listCollections(
    id?: SessionId | undefined,
    filter: DatasetFilter & QuestionOptions = {},
  ): Promise<string[]> {
    return this.#list(id, { none: [], options: filter }, (context, of) => listCollections(context, of, filter));
  }

  /** Records of datasets by the collection they lie in, collections sorted. */
  override async listCollectionDetails(
    id?: SessionId | undefined,
    filter: DatasetFilter & QuestionOptions = {},
  ): Promise<ReadonlyMap<string, readonly DatasetRecord[]>> {
    return this.#list<ReadonlyMap<string, readonly DatasetRecord[]>>(
      id,
      { none: new Map(), options: filter },
      (context, of) => listCollectionDetails(context, of, filter),
    );
  }

  /** Revisions that datasets have, each once, in the order of the datasets' ids; `""` is none. */
  override async listRevisions(
    id?: SessionId | undefined,
    filter: DatasetFilter & QuestionOptions = {},
  ): Promise<string[]> {
    return this.#list(id, { none: [], options: filter }, (context, of) => listRevisions(context, of, filter));
  }

  /** Records of datasets by their revision, revisions sorted. */
  override async listRevisionDetails(
    id?: SessionId | undefined,
    filter: DatasetFilter & QuestionOptions = {},
  ): Promise<ReadonlyMap<string, readonly DatasetRecord[]>> {
    return this.#list<ReadonlyMap<string, readonly DatasetRecord[]>>(
      id,
      { none: new Map(), options: filter },
      (context, of) => listRevisionDetails(context, of, filter),
    );
  }

  async #list<T>(
    id: SessionId | undefined,
    { none, options }: { readonly none: T; readonly options: QuestionOptions },
    list: (context: OneContext, id: SessionId | undefined) => Promise<T>,
  ): Promise<T> {
    if (id !== undefined) {
      const scope = await this.scopeIfKnown(id, options);
      return scope === undefined ? none : list(scope.context, scope.id);
    }
    if (!this.offline) {
      const message = "Unable to list all remote datasets: those that are in the tables are listed";
      this.context.onWarning({ code: "alyx/no-session-given", category: "UserWarning", message });
    }
    await this.updateTables();
    return list(this.context, undefined);
  }
}
