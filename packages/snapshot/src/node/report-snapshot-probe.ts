import { type ProbePlace } from "../probe/find-probe.ts";
import {
  ReportSnapshotProbe as AnyReportSnapshotProbe,
  type ReportSnapshotProbeOptions,
} from "../report/report-snapshot-probe.ts";
import { nodeImages } from "./node-images.ts";
import { sessionFolder } from "./session-folder.ts";

/**
 * Draws figures about a probe insertion, also into files, and registers them with how far its place in the brain is known.
 *
 * @see Source: `ReportSnapshotProbe` in ibllib, `ibllib/plots/snapshot.py`.
 */
export abstract class ReportSnapshotProbe extends AnyReportSnapshotProbe {
  constructor(probe: ProbePlace, options: ReportSnapshotProbeOptions) {
    super(probe, { ...options, imageReader: options.imageReader ?? nodeImages, files: options.files ?? sessionFolder });
  }
}
