export { allenVoxelSize } from "./atlas/allen-voxel-size.ts";
export {
  type AnnotationVolume,
  type AtlasAxis,
  type LabelBlock,
  type LabelData,
  withAxes,
} from "./atlas/annotation-volume.ts";
export type { BrainAtlas, LabelOptions } from "./atlas/brain-atlas.ts";
export { type BrainRegion, BrainRegions, type RegionMapping } from "./atlas/brain-regions.ts";
export { mappingOnto, parseMappings, parseOntology } from "./atlas/parse-ontology.ts";
export { readNpyVolume, readZarrVolume } from "./atlas/read-label-array.ts";
export { readNrrd } from "./atlas/read-nrrd.ts";
export { ALLEN_BREGMA_UM, VolumeAtlas, type VolumeAtlasOptions } from "./atlas/volume-atlas.ts";
export {
  HistologyIncompleteError,
  InsertionNotFoundError,
  InvalidOntologyError,
  InvalidVolumeError,
  OutsideAtlasError,
  UnknownMappingError,
  UnknownRegionError,
} from "./errors/atlas-errors.ts";
export {
  ImageNotFoundError,
  InvalidImageError,
  InvalidObjectIdError,
  InvalidRecordError,
  InvalidWidthError,
  NotLoggedInError,
  TargetMismatchError,
  UnequalListsError,
  UnwritableJsonError,
} from "./errors/note-errors.ts";
export {
  NotRunError,
  OutputsMissingError,
  TaskFailedError,
  TaskLockedError,
  UnknownTaskError,
} from "./errors/task-errors.ts";
export { isSnapshotError, type SnapshotError } from "./errors.ts";
export { lfpSpectrumFigure, type SpectralDensity } from "./figures/lfp-figure.ts";
export {
  type ProbeTrack,
  type ProbeTrackOptions,
  probeTrackFigure,
  regionsAlongProbe,
} from "./figures/probe-track-figure.ts";
export {
  type ContrastResponse,
  driftMapFigure,
  psthFigure,
  type Spikes,
  spikeRasterFigure,
  trialContrasts,
} from "./figures/spike-figures.ts";
export { figurePngBlob, type NamedFigureOptions } from "./figures/svg-figure.ts";
export { browserImages } from "./images/browser-images.ts";
export type {
  CanvasFigure,
  ImageReader,
  ImageSource,
  NamedImage,
  PageCanvas,
  SvgFigure,
  WorkerCanvas,
} from "./images/image-source.ts";
export type { NoteWidth } from "./images/note-width.ts";
export type { ListsOfImages } from "./notes/broadcast.ts";
export type { NoteRecord, NotesApi, RequestOptions } from "./notes/notes-api.ts";
export {
  channelLocations,
  type DepthAlignment,
  type InsertionTrack,
  insertionTrack,
  TIP_M,
  tracedLocations,
} from "./probe/ephys-alignment.ts";
export { findProbe, type ProbeOne, type ProbePlace } from "./probe/find-probe.ts";
export { HISTOLOGY_LEVELS, type HistologyStatus, histologyStatus } from "./probe/histology-status.ts";
export { neuropixels1Layout, type SiteLayout } from "./probe/neuropixels-layout.ts";
export { interpolateAlongTrack, type Points, pointsOf } from "./probe/polyline.ts";
export type { ProbeChannels } from "./probe/probe-channels.ts";
export {
  REPORT_TAG,
  type RegisterReportOptions,
  ReportSnapshot,
  type ReportSnapshotOptions,
} from "./report/report-snapshot.ts";
export {
  type ProbeReportClass,
  ReportSnapshotProbe,
  type ReportSnapshotProbeOptions,
} from "./report/report-snapshot-probe.ts";
export { SessionReport, type SessionReportOptions } from "./report/session-report.ts";
export {
  type OneWithAlyx,
  type RegisterImageOptions,
  type RegisterImagesOptions,
  Snapshot,
  type SnapshotOptions,
} from "./snapshot.ts";
export {
  type Expected,
  type ExpectedFile,
  type FoundFiles,
  findExpected,
  type SessionFiles,
  type TaskSignature,
} from "./task/expected-files.ts";
export { type RanAlyxTask, type RunAlyxTaskOptions, runAlyxTask, type TaskMaker } from "./task/run-alyx-task.ts";
export { type PlotTask, Task } from "./task/task.ts";
export { type LogLevel, TaskLog } from "./task/task-log.ts";
export type {
  DataHandler,
  TaskLock,
  TaskOptions,
  TaskOutput,
  TaskRunOptions,
  TaskStatus,
  TasksApi,
  UploadOptions,
} from "./task/task-options.ts";
