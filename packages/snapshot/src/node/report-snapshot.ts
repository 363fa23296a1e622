import { ReportSnapshot as AnyReportSnapshot, type ReportSnapshotOptions } from "../report/report-snapshot.ts";
import { nodeImages } from "./node-images.ts";
import { sessionFolder } from "./session-folder.ts";

/**
 * Draws figures about a record, also into files, and registers them, so that a later report takes the place of this one.
 *
 * @see Source: `ReportSnapshot` in ibllib, `ibllib/plots/snapshot.py`.
 */
export class ReportSnapshot extends AnyReportSnapshot {
  constructor(sessionPath: string, objectId: string, options: ReportSnapshotOptions) {
    super(sessionPath, objectId, {
      ...options,
      imageReader: options.imageReader ?? nodeImages,
      files: options.files ?? sessionFolder,
    });
  }
}
