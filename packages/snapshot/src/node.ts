export { figurePng } from "./node/figure-png.ts";
export { gpuLock } from "./node/gpu-lock.ts";
export { nodeImages } from "./node/node-images.ts";
export { type OpenAtlasOptions, openAtlas } from "./node/open-atlas.ts";
export { type RegisterSnapshotsOptions, registerSnapshots } from "./node/register-snapshots.ts";
export { ReportSnapshot } from "./node/report-snapshot.ts";
export { ReportSnapshotProbe } from "./node/report-snapshot-probe.ts";
export { sessionFolder } from "./node/session-folder.ts";
export { Snapshot } from "./node/snapshot.ts";
