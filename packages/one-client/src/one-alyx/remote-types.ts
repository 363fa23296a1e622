import { isUuidString } from "@neurophys/alf";
import { type Aggregate, type AggregateFilter, listAggregates } from "../alyx/aggregates.ts";
import { asDatasetRecord } from "../alyx/alyx-catalog.ts";
import { type RestRecord } from "../alyx/alyx-rest.ts";
import { AlyxDatasetNotFoundError, AlyxInvalidRecordError, AlyxOfflineError } from "../alyx/errors.ts";
import { type QueryValue } from "../alyx/python-text.ts";
import { readIfThere } from "../alyx/read-if-there.ts";
import { datasetsOfType } from "../alyx/sessions.ts";
import { type QuestionOptions } from "../catalog/catalog.ts";
import { type SessionId } from "../convert/to-eid.ts";
import { type DatasetRecord } from "../listing/records.ts";
import { requiredColumn } from "../search/search-sessions.ts";
import { textAt, textColumn } from "../search/text-column.ts";
import { RemoteListing } from "./remote-listing.ts";

/** Types of datasets, revisions and aggregates, which only a database knows. */
export class RemoteTypes extends RemoteListing {
  /**
   * Relative paths of the datasets of a session that are of a type, or of any of several, sorted.
   *
   * @throws AlyxOfflineError (`alyx/offline`) in mode `"local"`; AlyxArgumentTypeError if `types` is neither a name nor a list.
   * @see Source: `OneAlyx.type2datasets` in ONE, `one/api.py`.
   */
  async type2datasets(id: SessionId, types: QueryValue, options: QuestionOptions = {}): Promise<string[]> {
    return (await this.type2datasetDetails(id, types, options)).map((record) => record.rel_path).sort();
  }

  /** As {@link RemoteTypes.type2datasets}, as records in the order of their ids. */
  async type2datasetDetails(id: SessionId, types: QueryValue, options: QuestionOptions = {}): Promise<DatasetRecord[]> {
    this.needDatabase("Finding datasets by their type");
    return (await datasetsOfType(this.asking(options), await this.needEid(id, options), types)).map(asDatasetRecord);
  }

  /**
   * Name of the type of a dataset, e.g. `"spikes.times"`.
   *
   * @param dataset - Id of the dataset, or the end of its path, of which the first in the tables is taken.
   * @throws AlyxDatasetNotFoundError (`alyx/dataset-not-found`) if the tables have no such path.
   * @see Source: `OneAlyx.dataset2type` in ONE, `one/api.py`.
   */
  async dataset2type(dataset: string, options: QuestionOptions = {}): Promise<string> {
    this.needDatabase("The type of a dataset");
    const id = isUuidString(dataset) ? dataset : await this.#idOfPath(dataset);
    const record = await this.alyx.read("datasets", id, options);
    const type = record["dataset_type"];
    if (typeof type !== "string") throw new AlyxInvalidRecordError("dataset.dataset_type", type, "a name");
    return type;
  }

  /** Records of all types of datasets. @see Source: `OneAlyx.describe_dataset` in ONE, `one/api.py`, without argument. */
  async listDatasetTypes(options: QuestionOptions = {}): Promise<readonly RestRecord[]> {
    this.needDatabase("Listing the types of datasets");
    return this.alyx.list("dataset-types", {}, options);
  }

  /**
   * Record of a type of datasets, with its `description`.
   *
   * @param dataset - Name of the type; or the id of a dataset, or the end of its path, to describe the type of that one.
   * @throws as {@link RemoteTypes.dataset2type} if there is no type of that name and no such dataset.
   * @see Source: `OneAlyx.describe_dataset` in ONE, `one/api.py`; nothing is printed here.
   */
  async describeDataset(dataset: string, options: QuestionOptions = {}): Promise<RestRecord> {
    this.needDatabase("Describing a dataset");
    const named = isUuidString(dataset)
      ? undefined
      : await readIfThere(this.alyx, "dataset-types", { id: dataset, ...options });
    return named ?? this.alyx.read("dataset-types", await this.dataset2type(dataset, options), options);
  }

  /**
   * Record of a revision, with its `description`.
   *
   * @returns `undefined` if the database has no such revision.
   * @see Source: `OneAlyx.describe_revision` in ONE, `one/api.py`, with `full=True`; nothing is printed here.
   */
  async describeRevision(revision: string, options: QuestionOptions = {}): Promise<RestRecord | undefined> {
    this.needDatabase("Describing a revision");
    return readIfThere(this.alyx, "revisions", { id: revision, ...options });
  }

  /**
   * Datasets made over a relation such as subjects or tags.
   *
   * @param relation - In any case: `"subjects"`, `"tags"` …
   * @throws errors of ALF filters (`alf/…`) if a filter is unusable, or several are left and one was wanted.
   * @see Source: `OneAlyx.list_aggregates` in ONE, `one/api.py`; no difference.
   */
  async listAggregates(
    relation: string,
    filter: AggregateFilter & QuestionOptions = {},
  ): Promise<readonly Aggregate[]> {
    this.needDatabase("Listing aggregates");
    return listAggregates(this.asking(filter), relation, filter);
  }

  /** See to it that the database may be asked. */
  protected needDatabase(question: string): void {
    if (this.offline) throw new AlyxOfflineError(question);
  }

  async #idOfPath(path: string): Promise<string> {
    const datasets = (await this.updateTables()).tables.get("datasets");
    if (datasets !== undefined && datasets.numRows > 0) {
      const { codes, values } = textColumn(await requiredColumn(datasets, "rel_path"));
      const isMeant = values.map((value) => value === path || value.endsWith(`/${path}`));
      const row = codes.findIndex((code) => isMeant[code] === true);
      const id = row < 0 ? undefined : textAt(await requiredColumn(datasets, "id"), row);
      if (id !== undefined) return id;
    }
    throw new AlyxDatasetNotFoundError(path, "the tables");
  }
}
