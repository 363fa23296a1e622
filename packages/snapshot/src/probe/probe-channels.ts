import { type JsonValue, type OnWarning } from "@neurophys/alf";
import { type AlfObject } from "@neurophys/alf/object";
import { type RestRecord } from "@neurophys/one-client/alyx";
import { type BrainAtlas } from "../atlas/brain-atlas.ts";
import { HistologyIncompleteError } from "../errors/atlas-errors.ts";
import { channelLocations, type InsertionTrack, insertionTrack, tracedLocations } from "./ephys-alignment.ts";
import { type ProbeOne, type ProbePlace } from "./find-probe.ts";
import { fieldIn, type HistologyStatus } from "./histology-status.ts";
import { loadIfThere } from "./load-if-there.ts";
import { neuropixels1Layout } from "./neuropixels-layout.ts";
import { type Points, pointsOf } from "./polyline.ts";

/** Channels, or sites, of a probe. */
export interface ProbeChannels {
  /** Everything that was loaded, as it came; empty if the object is not there. */
  readonly loaded: AlfObject;
  /** Across the shank, in µm, shape `(nChannels,)`; `undefined` if unknown. */
  readonly lateralUm?: Float64Array<ArrayBuffer> | undefined;
  /** Above the tip, in µm, shape `(nChannels,)`; `undefined` if unknown. */
  readonly axialUm?: Float64Array<ArrayBuffer> | undefined;
  /** Metres from bregma, shape `(nChannels, 3)`; `undefined` if unknown. */
  readonly mlapdv?: Points | undefined;
  /** Ids of their brain regions, shape `(nChannels,)`; `undefined` if unknown. */
  readonly atlasIds?: Int32Array<ArrayBuffer> | undefined;
}

/** What {@link loadChannels} works with. */
export interface LoadChannelsContext {
  readonly one: ProbeOne;
  readonly probe: ProbePlace;
  /** How far its place is known. */
  readonly status: HistologyStatus | undefined;
  /** Record of the insertion. */
  readonly insertion: RestRecord;
  /** Needed where places are computed. */
  readonly atlas: BrainAtlas | undefined;
  readonly onWarning: OnWarning;
}

function warn(context: LoadChannelsContext, code: string, message: string): void {
  context.onWarning({ code: `snapshot/${code}`, category: "UserWarning", message });
}

async function loadAttributes(context: LoadChannelsContext, object: string, collection: string): Promise<AlfObject> {
  const loaded = await loadIfThere(context.one, context.probe.eid, { object, collection });
  if (loaded === undefined) warn(context, "object-missing", `${object} does not yet exist`);
  return loaded ?? {};
}

/** Numbers of an attribute with so many columns; `undefined` if the object does not have it. */
function numbers(object: AlfObject, attribute: string, columns: number): Float64Array<ArrayBuffer> | undefined {
  const value = Object.hasOwn(object, attribute) ? object[attribute] : undefined;
  if (value === undefined || value.kind !== "array") return undefined;
  const isFitting = columns === 1 ? value.shape.length === 1 : value.shape[1] === columns;
  return isFitting ? Float64Array.from(value.data as ArrayLike<number | bigint>, Number) : undefined;
}

function column(values: Float64Array, place: number): Float64Array<ArrayBuffer> {
  return Float64Array.from({ length: values.length / 2 }, (_, row) => values[row * 2 + place]!);
}

/** What was loaded, as far as it tells places; those of resolved probes are in it. */
function fromLoaded(context: LoadChannelsContext, loaded: AlfObject): ProbeChannels {
  const local = numbers(loaded, "localCoordinates", 2);
  const sites = local === undefined ? { loaded } : { loaded, lateralUm: column(local, 0), axialUm: column(local, 1) };
  if (context.status !== "Resolved") return sites;
  const ids = numbers(loaded, "brainLocationIds_ccf_2017", 1);
  const mlapdv = numbers(loaded, "mlapdv", 3)?.map((um) => um / 1e6);
  if (ids === undefined || mlapdv === undefined) {
    const message = "Insertion resolved but brainLocationIds_ccf_2017 or mlapdv attribute do not exist";
    warn(context, "attribute-missing", message);
  }
  return { ...sites, mlapdv, atlasIds: ids === undefined ? undefined : Int32Array.from(ids) };
}

function rowsOf(value: JsonValue | undefined): Points | undefined {
  const isList = Array.isArray(value) && value.length > 0;
  const rows = isList ? (value as readonly JsonValue[]) : [];
  const isPoints = rows.every((row) => Array.isArray(row) && row.length === 3 && row.every(Number.isFinite));
  return isList && isPoints ? pointsOf(rows as readonly number[][]) : undefined;
}

function depths(value: JsonValue | undefined, place: number): readonly number[] | undefined {
  const list: unknown = Array.isArray(value) ? value[place] : undefined;
  const isDepths = Array.isArray(list) && list.length >= 2 && list.every((item) => Number.isFinite(item));
  return isDepths ? (list as readonly number[]) : undefined;
}

/** The alignment that the insertion names, of its aligned trajectory. */
async function storedAlignment({ one, probe, insertion }: LoadChannelsContext): Promise<{
  readonly feature: readonly number[];
  readonly track: readonly number[];
}> {
  const [trajectory] = await one.alyx.list(
    "trajectories",
    { provenance: "Ephys aligned histology track", probe_insertion: probe.pid },
    { noCache: true },
  );
  if (trajectory === undefined) throw new HistologyIncompleteError(probe.pid, "a trajectory that was aligned");
  const key = fieldIn(insertion["json"], "extended_qc", "alignment_stored");
  const stored = typeof key === "string" ? fieldIn(trajectory["json"], key) : undefined;
  const [feature, track] = [depths(stored, 0), depths(stored, 1)];
  if (feature !== undefined && track !== undefined && feature.length === track.length) return { feature, track };
  throw new HistologyIncompleteError(probe.pid, `the alignment ${JSON.stringify(key ?? null)} of its trajectory`);
}

function trackOf(picks: Points, atlas: BrainAtlas, pid: string): InsertionTrack {
  const track = insertionTrack(picks, atlas.zLimits);
  if (track.points.every(Number.isFinite)) return track;
  throw new HistologyIncompleteError(pid, "picked points (xyz_picks) of different heights, for the way of the track");
}

/** Places by the picked points of the track, and the alignment if there is one. */
async function place(context: LoadChannelsContext, channels: ProbeChannels): Promise<ProbeChannels> {
  const { atlas, insertion, probe, status } = context;
  if (atlas === undefined) throw new HistologyIncompleteError(probe.pid, "a brain atlas (option brainAtlas)");
  const picks = rowsOf(fieldIn(insertion["json"], "xyz_picks"))?.map((um) => um / 1e6);
  if (picks === undefined) throw new HistologyIncompleteError(probe.pid, "the points picked on its track (xyz_picks)");
  const layout = channels.axialUm === undefined ? neuropixels1Layout() : undefined;
  const axialUm = layout?.axialUm ?? (channels.axialUm as Float64Array<ArrayBuffer>);
  const mlapdv =
    status === "Traced"
      ? tracedLocations(picks, axialUm)
      : channelLocations(trackOf(picks, atlas, probe.pid), await storedAlignment(context), axialUm);
  return { ...channels, ...layout, axialUm, mlapdv, atlasIds: atlas.getLabels(mlapdv) };
}

/**
 * Loads the channels of a probe and their places in the brain: of a resolved insertion the places that are in the files,
 * otherwise those that follow from its track and its alignment.
 *
 * @throws {@link HistologyIncompleteError} if what the status promises is not there, or an atlas is needed.
 * @throws OutsideAtlasError if a channel lies outside of the atlas.
 * @see Source: `ReportSnapshotProbe.get_channels` in ibllib.
 */
export async function loadChannels(
  context: LoadChannelsContext,
  object: string,
  collection: string,
): Promise<ProbeChannels> {
  const channels = fromLoaded(context, await loadAttributes(context, object, collection));
  return context.status === undefined || channels.atlasIds !== undefined ? channels : await place(context, channels);
}
