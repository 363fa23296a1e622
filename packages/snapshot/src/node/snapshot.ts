import { Snapshot as AnySnapshot, type SnapshotOptions } from "../snapshot.ts";
import { nodeImages } from "./node-images.ts";

/**
 * Registers images, also files by their paths, as notes on one record of an Alyx database.
 *
 * @see Source: `Snapshot` in ibllib, `ibllib/plots/snapshot.py`.
 * @example
 * ```ts
 * const { alyx } = await openAlyxClient();
 * await alyx.authenticate();
 * const snapshot = new Snapshot(eid, { one: { alyx } });
 * await snapshot.registerImage("raster.png", { text: "raster" });
 * ```
 */
export class Snapshot extends AnySnapshot {
  constructor(objectId: string, options: SnapshotOptions) {
    super(objectId, { ...options, imageReader: options.imageReader ?? nodeImages });
  }
}
