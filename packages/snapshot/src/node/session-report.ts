import { SessionReport as AnySessionReport, type SessionReportOptions } from "../report/session-report.ts";
import { nodeImages } from "./node-images.ts";

/**
 * Draws what a session has of spikes, trials and LFP, without a browser.
 *
 * @see Source: `SpikeSorting` and `LfpPlots` in ibllib, `ibllib/plots/figures.py`, in one report.
 */
export class SessionReport extends AnySessionReport {
  constructor(eid: string, options: SessionReportOptions) {
    super(eid, { ...options, imageReader: options.imageReader ?? nodeImages });
  }
}
