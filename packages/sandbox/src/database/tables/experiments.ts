import { type Generated } from "kysely";
import {
  type JsonColumn,
  type NamedColumns,
  type Optional,
  type RecordColumns,
  type TimeColumn,
} from "../column-types.ts";
import { type ActionColumns } from "./actions.ts";

/** A structure of the Allen mouse brain atlas. */
export interface BrainRegionTable {
  /** Id in the atlas. */
  id: number;
  acronym: string;
  name: string;
  parent_id: Optional<number>;
  description: Optional<string>;
}

/** A frame of reference for coordinates. */
export interface CoordinateSystemTable extends NamedColumns {
  description: Generated<string>;
}

/** A kind of probe. */
export interface ProbeModelTable extends NamedColumns {
  probe_manufacturer: Generated<string>;
  /** Short name, e.g. `3B2`. */
  probe_model: string;
  description: Optional<string>;
}

/** A probe that stays in the brain over sessions. */
export interface ChronicInsertionTable extends ActionColumns {
  serial: Generated<string>;
  model_id: Optional<string>;
}

/** A probe in a session. */
export interface ProbeInsertionTable extends RecordColumns {
  /** Label, e.g. `probe00`. */
  name: Generated<string>;
  session_id: Optional<string>;
  model_id: Optional<string>;
  chronic_insertion_id: Optional<string>;
  serial: Generated<string>;
  auto_datetime: TimeColumn;
}

/** Datasets of a probe. */
export interface ProbeInsertionDatasetTable {
  probe_insertion_id: string;
  dataset_id: string;
}

/** Where a probe is, by one way of finding out. Lengths in micrometres, angles in degrees. */
export interface TrajectoryEstimateTable {
  id: Generated<string>;
  probe_insertion_id: Optional<string>;
  chronic_insertion_id: Optional<string>;
  coordinate_system_id: Optional<string>;
  x: Optional<number>;
  y: Optional<number>;
  z: Optional<number>;
  depth: Optional<number>;
  theta: Optional<number>;
  phi: Optional<number>;
  roll: Optional<number>;
  /** 70 aligned, 50 histology, 30 micro-manipulator, 10 planned. */
  provenance: Generated<number>;
  datetime: TimeColumn;
  json: JsonColumn;
}

/** A recording site. Micrometres. */
export interface ChannelTable extends RecordColumns {
  name: Generated<string>;
  trajectory_estimate_id: Optional<string>;
  brain_region_id: Optional<number>;
  axial: Optional<number>;
  lateral: Optional<number>;
  x: Optional<number>;
  y: Optional<number>;
  z: Optional<number>;
}

/** Fields of view that were recorded at several depths. */
export interface ImagingStackTable extends RecordColumns {
  name: Generated<string>;
}

/** A field of view of an imaging session. */
export interface FieldOfViewTable extends RecordColumns {
  name: string;
  session_id: string;
  imaging_type_id: string;
  stack_id: Optional<string>;
}

/** Datasets of a field of view. */
export interface FieldOfViewDatasetTable {
  field_of_view_id: string;
  dataset_id: string;
}

/** Where a field of view is. */
export interface FieldOfViewLocationTable extends RecordColumns {
  name: Generated<string>;
  field_of_view_id: string;
  coordinate_system_id: Optional<string>;
  /** `"E"` estimate, `"F"` functional, `"L"` landmark, `"H"` histology. */
  provenance: string;
  x: JsonColumn;
  y: JsonColumn;
  z: JsonColumn;
  n_xyz: JsonColumn;
  default_provenance: Generated<boolean>;
  auto_datetime: TimeColumn;
}

/** Brain regions of a field of view. */
export interface FieldOfViewLocationRegionTable {
  fov_location_id: string;
  brain_region_id: number;
}

/** Tables of probes, trajectories, channels and fields of view. */
export interface ExperimentTables {
  brain_region: BrainRegionTable;
  coordinate_system: CoordinateSystemTable;
  probe_model: ProbeModelTable;
  chronic_insertion: ChronicInsertionTable;
  probe_insertion: ProbeInsertionTable;
  probe_insertion_dataset: ProbeInsertionDatasetTable;
  trajectory_estimate: TrajectoryEstimateTable;
  channel: ChannelTable;
  imaging_type: NamedColumns;
  imaging_stack: ImagingStackTable;
  field_of_view: FieldOfViewTable;
  field_of_view_dataset: FieldOfViewDatasetTable;
  fov_location: FieldOfViewLocationTable;
  fov_location_region: FieldOfViewLocationRegionTable;
}
