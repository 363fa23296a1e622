import { type Generated } from "kysely";
import {
  type JsonColumn,
  type NamedColumns,
  type Optional,
  type OptionalTimeColumn,
  type RecordColumns,
  type TimeColumn,
} from "../column-types.ts";

/** A kind of record that notes and datasets can belong to, e.g. `actions` and `session`. */
export interface ContentTypeTable {
  id: Generated<number>;
  app_label: string;
  model: string;
}

/** A kind of procedure. */
export interface ProcedureTypeTable extends NamedColumns {
  description: Generated<string>;
}

/** What sessions, surgeries and water restrictions share. */
export interface ActionColumns extends RecordColumns {
  name: Generated<string>;
  subject_id: string;
  lab_id: Optional<string>;
  location_id: Optional<string>;
  narrative: Generated<string>;
  start_time: OptionalTimeColumn;
  end_time: OptionalTimeColumn;
}

/** A recording session. */
export interface SessionTable extends ActionColumns {
  parent_session_id: Optional<string>;
  type: Optional<string>;
  number: Optional<number>;
  task_protocol: Generated<string>;
  n_trials: Optional<number>;
  n_correct_trials: Optional<number>;
  /** 0 not set, 10 pass, 30 warning, 40 fail, 50 critical. */
  qc: Generated<number>;
  extended_qc: JsonColumn;
  /** When it was last changed. */
  auto_datetime: TimeColumn;
}

/** Who took part in a session. */
export interface SessionMemberTable {
  session_id: string;
  lab_member_id: string;
}

/** Which projects a session belongs to. */
export interface SessionProjectTable {
  session_id: string;
  project_id: string;
}

/** What was done in a session. */
export interface SessionProcedureTable {
  session_id: string;
  procedure_type_id: string;
}

/** An operation. */
export interface SurgeryTable extends ActionColumns {
  /** `"a"` acute, `"r"` recovery, `"n"` non-recovery, or empty. */
  outcome_type: Generated<string>;
  /** Grams. */
  implant_weight: Generated<number>;
}

/** Who operated. */
export interface SurgeryMemberTable {
  surgery_id: string;
  lab_member_id: string;
}

/** What was done. */
export interface SurgeryProcedureTable {
  surgery_id: string;
  procedure_type_id: string;
}

/** A time in which a subject drinks only what it is given. */
export interface WaterRestrictionTable extends ActionColumns {
  /** Grams. */
  reference_weight: Generated<number>;
  water_type_id: Optional<string>;
}

/** Who began a water restriction. */
export interface WaterRestrictionMemberTable {
  water_restriction_id: string;
  lab_member_id: string;
}

/** Procedures of a water restriction. */
export interface WaterRestrictionProcedureTable {
  water_restriction_id: string;
  procedure_type_id: string;
}

/** A weight, in grams. */
export interface WeighingTable extends RecordColumns {
  name: Generated<string>;
  subject_id: string;
  user_id: Optional<string>;
  date_time: OptionalTimeColumn;
  weight: number;
}

/** Water given, in millilitres. */
export interface WaterAdministrationTable extends RecordColumns {
  name: Generated<string>;
  subject_id: string;
  user_id: Optional<string>;
  session_id: Optional<string>;
  water_type_id: Optional<string>;
  date_time: OptionalTimeColumn;
  water_administered: Optional<number>;
  adlib: Generated<boolean>;
}

/** A note, perhaps with an image, on any record. */
export interface NoteTable extends RecordColumns {
  name: Generated<string>;
  user_id: string;
  date_time: TimeColumn;
  content_type_id: number;
  object_id: string;
  text: Generated<string>;
  /** Path below the folder of media, e.g. `2024/01/02/plot.<id>.png`; empty without an image. */
  image: Generated<string>;
}

/** A job of a pipeline. */
export interface TaskTable {
  id: Generated<string>;
  name: Optional<string>;
  priority: Optional<number>;
  io_charge: Optional<number>;
  level: Optional<number>;
  gpu: Optional<number>;
  cpu: Optional<number>;
  ram: Optional<number>;
  time_out_secs: Optional<number>;
  time_elapsed_secs: Optional<number>;
  executable: Optional<string>;
  graph: Optional<string>;
  status: Generated<number>;
  log: Optional<string>;
  version: Optional<string>;
  session_id: Optional<string>;
  data_repository_id: Optional<string>;
  /** When it was last changed. */
  datetime: TimeColumn;
  arguments: JsonColumn;
}

/** Which task waits for which. */
export interface TaskParentTable {
  task_id: string;
  parent_id: string;
}

/** Tables of what was done: sessions, surgeries, water, notes, tasks. */
export interface ActionTables {
  content_type: ContentTypeTable;
  procedure_type: ProcedureTypeTable;
  session: SessionTable;
  session_member: SessionMemberTable;
  session_project: SessionProjectTable;
  session_procedure: SessionProcedureTable;
  surgery: SurgeryTable;
  surgery_member: SurgeryMemberTable;
  surgery_procedure: SurgeryProcedureTable;
  water_type: NamedColumns;
  water_restriction: WaterRestrictionTable;
  water_restriction_member: WaterRestrictionMemberTable;
  water_restriction_procedure: WaterRestrictionProcedureTable;
  weighing: WeighingTable;
  water_administration: WaterAdministrationTable;
  note: NoteTable;
  task: TaskTable;
  task_parent: TaskParentTable;
}
