import { type RestRecord } from "@neurophys/one-client/alyx";
import { type BrainAtlas } from "../atlas/brain-atlas.ts";
import { type BrainRegions } from "../atlas/brain-regions.ts";
import { type NoteRecord } from "../notes/notes-api.ts";
import { findProbe, type ProbeOne, type ProbePlace } from "../probe/find-probe.ts";
import { HISTOLOGY_LEVELS, type HistologyStatus, histologyStatus, readInsertion } from "../probe/histology-status.ts";
import { loadChannels, type ProbeChannels } from "../probe/probe-channels.ts";
import { type TaskSignature } from "../task/expected-files.ts";
import { type RegisterReportOptions, ReportSnapshot, type ReportSnapshotOptions } from "./report-snapshot.ts";

/** How a {@link ReportSnapshotProbe} is made. */
export interface ReportSnapshotProbeOptions extends Omit<ReportSnapshotOptions, "one" | "contentType"> {
  /** Client of ONE. */
  readonly one: ProbeOne;
  /** The atlas that channels are placed in; needed for those that are traced or aligned. */
  readonly brainAtlas?: BrainAtlas | undefined;
  /** Regions for pictures. Default: those of the atlas. */
  readonly brainRegions?: BrainRegions | undefined;
}

/** A class that {@link ReportSnapshotProbe.open} makes one of. */
export type ProbeReportClass<R> = new (probe: ProbePlace, options: ReportSnapshotProbeOptions) => R;

/**
 * Draws figures about a probe insertion and registers them with how far its place in the brain is known.
 *
 * A class of your own says which files it needs in `getProbeSignature`, draws in `perform`, and is made by
 * {@link ReportSnapshotProbe.open}.
 *
 * @see Source: `ReportSnapshotProbe` in ibllib, `ibllib/plots/snapshot.py`. There the constructor asks the database.
 * @example
 * ```ts
 * const report = await RasterReport.open(pid, { one });
 * await report.run();
 * await report.registerImages({ widths: ["orig"] });
 * ```
 */
export abstract class ReportSnapshotProbe extends ReportSnapshot {
  /** Statuses by how much is known. */
  readonly histLookup: Readonly<Record<HistologyStatus, number>> = HISTOLOGY_LEVELS;
  /** Id of the session. */
  readonly eid: string;
  /** Id of the insertion. */
  readonly pid: string;
  /** Label of the probe, e.g. `"probe00"`. */
  readonly pname: string;
  /** Folder for the figures: `snapshot/{pname}` of the session. */
  readonly outputDirectory: string;
  /** The atlas. */
  readonly brainAtlas: BrainAtlas | undefined;
  /** Regions for pictures. */
  readonly brainRegions: BrainRegions | undefined;
  /** How far the place of the probe is known: set by {@link ReportSnapshotProbe.getHistologyStatus}. */
  histologyStatus: HistologyStatus | undefined = undefined;
  readonly #one: ProbeOne;
  readonly #probe: ProbePlace;
  #insertion: RestRecord | undefined;

  constructor(probe: ProbePlace, options: ReportSnapshotProbeOptions) {
    super(probe.sessionPath, probe.pid, { ...options, contentType: "probeinsertion" });
    this.#one = options.one;
    this.#probe = probe;
    this.eid = probe.eid;
    this.pid = probe.pid;
    this.pname = probe.pname;
    this.outputDirectory = `${probe.sessionPath}/snapshot/${probe.pname}`;
    this.brainAtlas = options.brainAtlas;
    this.brainRegions = options.brainRegions ?? options.brainAtlas?.regions;
  }

  /**
   * Finds the insertion, makes the folder for the figures, and makes a report of the class that this is called on.
   *
   * @param pid - Id of the insertion.
   * @throws InsertionNotFoundError if there is no such insertion, or its session has no folder.
   */
  static async open<R extends ReportSnapshotProbe>(
    this: ProbeReportClass<R>,
    pid: string,
    { sessionPath, ...options }: ReportSnapshotProbeOptions & { readonly sessionPath?: string | undefined },
  ): Promise<R> {
    const report = new this(await findProbe(options.one, pid, sessionPath), options);
    await report.options.files?.makeFolder(report.outputDirectory);
    return report;
  }

  /** Files that the report reads and makes, by the label of its probe. */
  protected abstract getProbeSignature(pname: string): TaskSignature;

  /** Files that the report reads and makes: those of {@link ReportSnapshotProbe.getProbeSignature}. */
  override get signature(): TaskSignature {
    return this.getProbeSignature(this.pname);
  }

  /** A name of the insertion for titles: subject, date and number of the session, and the probe. */
  get pidLabel(): string {
    const folders = this.sessionPath.split(/[\\/]/).filter((part) => part !== "");
    return [...folders.slice(-3), this.pname].join("_");
  }

  /**
   * Asks how far the place of the probe is known.
   *
   * @returns `undefined` if nothing is; a planned track does not count.
   * @throws InsertionNotFoundError if the insertion is gone.
   * @see Source: `ReportSnapshotProbe.get_histology_status` in ibllib.
   */
  async getHistologyStatus(): Promise<HistologyStatus | undefined> {
    this.#insertion = await readInsertion(this.#one.alyx, this.pid);
    this.histologyStatus = histologyStatus(this.#insertion);
    return this.histologyStatus;
  }

  /**
   * Loads the channels, or sites, of the probe and their places in the brain.
   *
   * @param object - `"channels"` or `"electrodeSites"`.
   * @param collection - E.g. `"alf/probe00/pykilosort"`.
   * @returns What is known of them; an object that is not there gives a warning.
   * @throws HistologyIncompleteError if what the status promises is not there, or an atlas is needed.
   * @throws OutsideAtlasError if a channel lies outside of the atlas.
   * @see Source: `ReportSnapshotProbe.get_channels` in ibllib, which fails before `get_histology_status`; here that is
   *   asked.
   */
  async getChannels(object: string, collection: string): Promise<ProbeChannels> {
    if (this.#insertion === undefined) await this.getHistologyStatus();
    const context = {
      one: this.#one,
      probe: this.#probe,
      status: this.histologyStatus,
      insertion: this.#insertion as RestRecord,
      atlas: this.brainAtlas,
      onWarning: this.logger.warningsTo(this.options.onWarning),
    };
    return await loadChannels(context, object, collection);
  }

  /**
   * Registers the outputs of the last run, with the histology status as `channels` in the document of each note.
   *
   * @returns The notes, which the original drops.
   * @throws As `ReportSnapshot.registerImages`.
   * @see Source: `ReportSnapshotProbe.register_images` in ibllib.
   */
  override async registerImages(options: RegisterReportOptions = {}): Promise<readonly NoteRecord[]> {
    const extraDict = { channels: this.histologyStatus ?? null, ...options.extraDict };
    return await super.registerImages({ ...options, extraDict });
  }
}
