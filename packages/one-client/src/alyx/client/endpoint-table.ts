/** Names of what can be done, by the sets that endpoints have. */
export interface EndpointActionSets {
  /** Everything. */
  readonly all: "list" | "read" | "create" | "update" | "partialUpdate" | "delete";
  /** Records that the database makes itself. */
  readonly "no-create": "list" | "read" | "update" | "partialUpdate";
  /** Records that stay as they were made. */
  readonly "no-change": "list" | "read" | "create" | "delete";
  /** Records that stay. */
  readonly keep: "list" | "read" | "create";
  /** Records without an address of their own. */
  readonly "list-create": "list" | "create";
  /** Records to look at. */
  readonly list: "list";
}

/**
 * Endpoints of Alyx 3.6.1: what can be done there, the fields of their records by kind, and what a list can be filtered
 * by beside `id`, `django`, `limit` and `offset`. Servers of other versions have more fields or fewer, so each may be absent.
 *
 * @hidden
 */
export const ENDPOINTS = {
  sessions: {
    actions: "all",
    text: "id subject start_time end_time lab url task_protocol location type narrative parent_session qc auto_datetime",
    number: "number n_correct_trials n_trials",
    texts: "projects users procedures",
    json: "extended_qc json",
    records: "data_dataset_session_related wateradmin_session_related probe_insertion notes",
    filters:
      "subject nickname users date_range lab location json dataset_types datasets dataset_qc_lte performance_gte performance_lte type task_protocol qc extended_qc procedures projects project atlas_name atlas_acronym atlas_id histology tag number",
  },
  datasets: {
    actions: "all",
    text: "url name created_by created_datetime dataset_type data_format collection session hash version auto_datetime revision qc",
    number: "file_size experiment_number",
    records: "file_records",
    flag: "default_dataset",
    json: "protected public json",
    texts: "tags",
    filters:
      "subject lab created_date created_date_gte created_date_lte date created_by dataset_type experiment_number exists probe_insertion public protected tag revision qc session name",
  },
  "dataset-types": {
    actions: "all",
    text: "id name created_by description filename_pattern",
    filters: "",
  },
  "data-formats": {
    actions: "all",
    text: "id name description file_extension matlab_loader_function python_loader_function",
    json: "json",
    filters: "",
  },
  "data-repository": {
    actions: "all",
    text: "name timezone globus_path hostname data_url repository_type globus_endpoint_id",
    flag: "globus_is_personal",
    json: "json",
    filters: "name globus_is_personal globus_endpoint_id",
  },
  "data-repository-type": {
    actions: "all",
    text: "url name",
    json: "json",
    filters: "name",
  },
  tags: {
    actions: "all",
    text: "id name description hash",
    json: "json",
    flag: "protected public",
    filters: "name",
  },
  revisions: {
    actions: "all",
    text: "id name description created_datetime",
    json: "json",
    filters: "name",
  },
  files: {
    actions: "all",
    text: "url dataset data_repository name relative_path",
    json: "json",
    flag: "exists",
    filters: "lab data_repository globus_is_personal dataset exists",
  },
  downloads: {
    actions: "no-create",
    text: "id user dataset",
    number: "count",
    json: "json",
    filters: "user json dataset dataset_type count",
  },
  insertions: {
    actions: "all",
    text: "id session model name serial auto_datetime chronic_insertion",
    json: "session_info json datasets",
    filters:
      "subject date experiment_number name session model dataset_types datasets dataset_qc_lte lab project task_protocol tag atlas_name atlas_acronym atlas_id",
  },
  trajectories: {
    actions: "all",
    text: "id probe_insertion provenance probe_name coordinate_system datetime chronic_insertion",
    number: "x y z depth theta phi roll",
    json: "session json",
    filters: "provenance subject project date experiment_number session probe probe_insertion",
  },
  channels: {
    actions: "all",
    text: "id trajectory_estimate name",
    number: "brain_region axial lateral x y z",
    json: "json",
    filters: "session probe_insertion subject lab",
  },
  "brain-regions": {
    actions: "no-create",
    number: "id parent",
    text: "acronym name description",
    json: "related_descriptions",
    filters: "acronym name description parent ancestors descendants",
  },
  notes: {
    actions: "all",
    text: "id user date_time content_type object_id text image",
    json: "json",
    filters: "",
  },
  subjects: {
    actions: "all",
    text: "nickname url id responsible_user birth_date death_date species sex litter strain source line lab description last_water_restriction",
    number: "age_weeks reference_weight expected_water remaining_water",
    texts: "projects session_projects",
    json: "genotype json",
    flag: "alive",
    records: "weighings water_administrations",
    filters: "alive responsible_user stock water_restricted lab project nickname",
  },
  projects: {
    actions: "all",
    text: "name description",
    texts: "users",
    filters: "",
  },
  labs: {
    actions: "all",
    text: "name institution address timezone",
    texts: "repositories",
    number: "reference_weight_pct zscore_weight_pct",
    json: "json",
    filters: "name institution address timezone",
  },
  users: {
    actions: "all",
    text: "id username email",
    texts: "subjects_responsible allowed_users",
    json: "lab",
    flag: "is_stock_manager",
    filters: "username email",
  },
  tasks: {
    actions: "all",
    text: "id session data_repository status name executable graph log version datetime",
    texts: "parents",
    number: "priority io_charge level gpu cpu ram time_out_secs time_elapsed_secs",
    json: "arguments",
    filters: "lab status session graph name",
  },
  weighings: {
    actions: "no-change",
    text: "subject date_time user url",
    number: "weight",
    filters: "nickname subject lab user date_range date_time",
  },
  "water-administrations": {
    actions: "all",
    text: "url subject date_time user session",
    flag: "adlib",
    filters: "nickname subject lab user session water_type date_range date_time",
  },
  "water-type": {
    actions: "keep",
    filters: "",
  },
  "water-restriction": {
    actions: "list",
    filters: "subject lab users date_range",
  },
  procedures: {
    actions: "list-create",
    filters: "",
  },
  locations: {
    actions: "no-create",
    filters: "",
  },
  surgeries: {
    actions: "no-create",
    filters: "subject lab users procedure date_range",
  },
} as const;
