import { type Generated } from "kysely";
import {
  type JsonColumn,
  type NamedColumns,
  type Optional,
  type OptionalTimeColumn,
  type RecordColumns,
  type TimeColumn,
} from "../column-types.ts";

/** Who may log in. */
export interface LabMemberTable {
  id: Generated<string>;
  username: string;
  /** Salt and verifier; empty for a member who cannot log in with a password. */
  password: Generated<string>;
  email: Generated<string>;
  first_name: Generated<string>;
  last_name: Generated<string>;
  is_active: Generated<boolean>;
  is_staff: Generated<boolean>;
  is_superuser: Generated<boolean>;
  is_stock_manager: Generated<boolean>;
  /** May read, and not write. */
  is_public_user: Generated<boolean>;
  /** Raised to make all login tokens of the member void. */
  token_generation: Generated<number>;
  date_joined: TimeColumn;
  last_login: OptionalTimeColumn;
}

/** Whom a member lets act on the own subjects. */
export interface LabMemberAllowedUserTable {
  lab_member_id: string;
  allowed_user_id: string;
}

/** A login token; only its SHA-256 is kept. */
export interface AuthTokenTable {
  digest: string;
  user_id: string;
  created: TimeColumn;
}

/** A laboratory. */
export interface LabTable extends NamedColumns {
  institution: Generated<string>;
  address: Generated<string>;
  timezone: Generated<string>;
  reference_weight_pct: Generated<number>;
  zscore_weight_pct: Generated<number>;
  cage_cleaning_frequency_days: Optional<number>;
  light_cycle: Optional<number>;
}

/** Where the datasets of a lab are kept. */
export interface LabRepositoryTable {
  lab_id: string;
  data_repository_id: string;
}

/** Who works in which lab, and when. */
export interface LabMembershipTable extends RecordColumns {
  user_id: string;
  lab_id: string;
  role: Generated<string>;
  start_date: Optional<string>;
  end_date: Optional<string>;
}

/** A room or rig. */
export interface LabLocationTable extends NamedColumns {
  lab_id: Optional<string>;
}

/** A project. */
export interface ProjectTable extends NamedColumns {
  description: Generated<string>;
}

/** Who works on which project. */
export interface ProjectMemberTable {
  project_id: string;
  lab_member_id: string;
}

/** An animal. */
export interface SubjectTable {
  id: Generated<string>;
  nickname: string;
  lab_id: string;
  responsible_user_id: Optional<string>;
  species_id: Optional<string>;
  strain_id: Optional<string>;
  source_id: Optional<string>;
  line_id: Optional<string>;
  litter_id: Optional<string>;
  birth_date: Optional<string>;
  death_date: Optional<string>;
  wean_date: Optional<string>;
  genotype_date: Optional<string>;
  reduced_date: Optional<string>;
  /** `"M"`, `"F"` or `"U"`. */
  sex: Generated<string>;
  cage: Optional<string>;
  ear_mark: Generated<string>;
  protocol_number: Generated<string>;
  description: Generated<string>;
  adverse_effects: Generated<string>;
  actual_severity: Optional<number>;
  to_be_genotyped: Generated<boolean>;
  to_be_culled: Generated<boolean>;
  json: JsonColumn;
}

/** Which projects a subject belongs to. */
export interface SubjectProjectTable {
  subject_id: string;
  project_id: string;
}

/** How many copies of an allele a subject has: 0 absent, 1 heterozygous, 2 homozygous, 3 present. */
export interface ZygosityTable {
  id: Generated<string>;
  subject_id: string;
  allele: string;
  zygosity: number;
}

/** Tables of people, labs, projects and subjects. */
export interface PeopleTables {
  lab_member: LabMemberTable;
  lab_member_allowed_user: LabMemberAllowedUserTable;
  auth_token: AuthTokenTable;
  lab: LabTable;
  lab_repository: LabRepositoryTable;
  lab_membership: LabMembershipTable;
  lab_location: LabLocationTable;
  project: ProjectTable;
  project_member: ProjectMemberTable;
  species: NamedColumns;
  strain: NamedColumns;
  source: NamedColumns;
  line: NamedColumns;
  litter: NamedColumns;
  subject: SubjectTable;
  subject_project: SubjectProjectTable;
  zygosity: ZygosityTable;
}
