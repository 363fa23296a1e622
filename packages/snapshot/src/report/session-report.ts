import { type NumericArray } from "@neurophys/figures";
import { lfpSpectrumFigure } from "../figures/lfp-figure.ts";
import { driftMapFigure, psthFigure, spikeRasterFigure, trialContrasts } from "../figures/spike-figures.ts";
import { type NamedFigureOptions } from "../figures/svg-figure.ts";
import { type SvgFigure } from "../images/image-source.ts";
import { type ProbeOne } from "../probe/find-probe.ts";
import { loadIfThere } from "../probe/load-if-there.ts";
import { ReportSnapshot, type ReportSnapshotOptions } from "./report-snapshot.ts";
import { numbersOf } from "./session-data.ts";

/** How a {@link SessionReport} is made. */
export interface SessionReportOptions extends Omit<ReportSnapshotOptions, "one" | "contentType"> {
  /** Client of ONE. */
  readonly one: ProbeOne;
  /** Labels of the probes. Default: those of the insertions that the database has of the session. */
  readonly probes?: readonly string[] | undefined;
  /** Spike sorters whose folders are looked into, in this order; empty for the folder of the probe itself. */
  readonly sorters?: readonly string[] | undefined;
}

/** Spike sorters by their folders, the newest first. */
const SORTERS: readonly string[] = ["iblsorter", "pykilosort", "kilosort4", "ks2_matlab", ""];

interface Trials {
  readonly eventTimes: NumericArray;
  readonly contrasts: NumericArray;
}

/**
 * Draws what a session has of spikes, trials and LFP: for every probe the spikes over time and depth, their drift, the
 * response to the stimulus by contrast, and the power of the LFP. What the session does not have is left out.
 *
 * @see Source: `SpikeSorting` and `LfpPlots` in ibllib, `ibllib/plots/figures.py`, in one report.
 * @example
 * ```ts
 * const report = new SessionReport(eid, { one });
 * await report.run();
 * await report.registerImages();
 * ```
 */
export class SessionReport extends ReportSnapshot {
  readonly #one: ProbeOne;
  readonly #probes: readonly string[] | undefined;
  readonly #sorters: readonly string[];

  /** @param eid - Id of the session. */
  constructor(eid: string, options: SessionReportOptions) {
    super("", eid, options);
    this.#one = options.one;
    this.#probes = options.probes;
    this.#sorters = options.sorters ?? SORTERS;
  }

  /** @returns The figures; `undefined` if the session has nothing to draw. */
  protected override async perform(): Promise<readonly SvgFigure[] | undefined> {
    const trials = await this.#trials();
    const figures: SvgFigure[] = [];
    for (const probe of this.#probes ?? (await this.#probesOfSession())) {
      figures.push(...(await this.#spikeFigures(probe, trials)), ...(await this.#lfpFigures(probe)));
    }
    return figures.length === 0 ? undefined : figures;
  }

  async #probesOfSession(): Promise<readonly string[]> {
    const records = await this.#one.alyx.list("insertions", { session: this.objectId }, { noCache: true });
    const names = records.flatMap(({ name }) => (typeof name === "string" ? [name] : []));
    if (names.length === 0) this.logger.add("WARNING", "The database has no probe insertions of this session");
    return [...new Set(names)].sort();
  }

  async #trials(): Promise<Trials | undefined> {
    const trials = await loadIfThere(this.#one, this.objectId, { object: "trials", collection: "alf" });
    const [eventTimes, left, right] = ["stimOn_times", "contrastLeft", "contrastRight"].map((name) =>
      numbersOf(trials, name),
    );
    if (eventTimes === undefined || left === undefined || right === undefined) {
      this.logger.add("INFO", "No trials with stimOn_times, contrastLeft and contrastRight in alf");
      return undefined;
    }
    return { eventTimes, contrasts: trialContrasts(left, right) };
  }

  async #spikes(probe: string): ReturnType<typeof loadIfThere> {
    for (const sorter of this.#sorters) {
      const collection = ["alf", probe, sorter].filter((part) => part !== "").join("/");
      const spikes = await loadIfThere(this.#one, this.objectId, { object: "spikes", collection });
      if (spikes !== undefined) {
        this.logger.add("INFO", `Spikes of ${collection}`);
        return spikes;
      }
    }
    this.logger.add("INFO", `No spikes of ${probe}`);
    return undefined;
  }

  async #spikeFigures(probe: string, trials: Trials | undefined): Promise<readonly SvgFigure[]> {
    const spikes = await this.#spikes(probe);
    const [times, depths, amps] = ["times", "depths", "amps"].map((name) => numbersOf(spikes, name));
    const figures: SvgFigure[] = [];
    const named = (name: string): NamedFigureOptions => this.#named(name, probe);
    if (times !== undefined && depths !== undefined) {
      figures.push(await spikeRasterFigure({ times, depths }, named("spike_raster")));
      if (amps !== undefined) figures.push(await driftMapFigure({ times, depths, amps }, named("drift_map")));
    }
    if (times !== undefined && trials !== undefined) {
      figures.push(await psthFigure({ spikeTimes: times, ...trials }, named("psth_contrast")));
    }
    return figures;
  }

  async #lfpFigures(probe: string): Promise<readonly SvgFigure[]> {
    const place = { object: "ephysSpectralDensityLF", collection: `raw_ephys_data/${probe}` };
    const density = await loadIfThere(this.#one, this.objectId, place);
    const [freqs, power] = [numbersOf(density, "freqs"), numbersOf(density, "power")];
    if (freqs === undefined || power === undefined) {
      this.logger.add("INFO", `No LFP spectrum of ${probe}`);
      return [];
    }
    return [await lfpSpectrumFigure({ freqs, power }, this.#named("lfp_spectrum", probe))];
  }

  /** Name and title of a figure. Labels are free text, and names of figures become names of files. */
  #named(name: string, probe: string): NamedFigureOptions {
    return {
      name: `${name}_${probe.replace(/[^\p{L}\p{N}._-]+/gu, "_")}`,
      title: `${probe}, session ${this.objectId}`,
    };
  }
}
