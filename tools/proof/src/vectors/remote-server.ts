import { type JsonValue } from "@neurophys/alf";
import { type AlyxRest, PagedList, type RestParams, type RestRecord } from "@neurophys/one-client/alyx";

/** A request as it is recorded: `[[endpoint, action], parameters]`. */
export type RecordedRequest = readonly [readonly [endpoint: string, action: string], RestParams];

/** Parameters of the endpoints for listing, as the recorded database described them. */
export const LIST_FIELDS: Readonly<Record<string, readonly string[]>> = {
  sessions: [
    "limit",
    "offset",
    "id",
    "name",
    "json",
    "users",
    "subject",
    "location",
    "lab",
    "procedures",
    "narrative",
    "start_time",
    "end_time",
    "parent_session",
    "projects",
    "type",
    "number",
    "task_protocol",
    "n_trials",
    "n_correct_trials",
    "qc",
    "extended_qc",
    "auto_datetime",
    "django",
    "nickname",
    "date_range",
    "dataset_types",
    "datasets",
    "dataset_qc_lte",
    "performance_gte",
    "performance_lte",
    "project",
    "atlas_name",
    "atlas_acronym",
    "atlas_id",
    "histology",
    "tag",
  ],
  insertions: [
    "name",
    "subject",
    "session",
    "django",
    "lab",
    "task_protocol",
    "project",
    "datasets",
    "dataset_types",
    "dataset_qc_lte",
    "experiment_number",
    "atlas_acronym",
    "limit",
    "offset",
    "model",
  ],
};

/** The database that the remote cases were recorded with: it answers every request with an empty list. */
export class EmptyDatabase implements AlyxRest {
  readonly baseUrl = "https://alyx.example.org";
  readonly requests: RecordedRequest[] = [];

  async rest(endpoint: string, action: "list" | "read", params: RestParams): Promise<JsonValue> {
    this.requests.push([[endpoint, action], params]);
    return [];
  }

  async listPages(endpoint: string, params: RestParams): Promise<PagedList<RestRecord>> {
    const first = (await this.rest(endpoint, "list", params)) as readonly RestRecord[];
    const get = (): never => {
      throw new Error("The list has one page only");
    };
    return new PagedList({ query: `/${endpoint}`, first, get, parse: (record) => record as RestRecord });
  }

  async listFields(endpoint: string): Promise<readonly string[]> {
    return LIST_FIELDS[endpoint] ?? [];
  }
}
