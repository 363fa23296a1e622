import { type DataWarning } from "@neurophys/alf";
import { type NamedImage, type TasksApi } from "../src/index.ts";
import { Snapshot } from "../src/node/snapshot.ts";
import { type NotesServer, startNotes } from "./notes-server.ts";
import { pngOf } from "./small-images.ts";
import { EID, loggedIn, PID } from "./test-client.ts";

/** An image of 1000 × 100 pixels. */
export const FIGURE: NamedImage = { name: "raster.png", data: pngOf(1000, 100) };

/** A snapshot on a record of a loopback database. */
export interface OpenedSnapshot {
  readonly server: NotesServer;
  readonly alyx: TasksApi;
  readonly snapshot: Snapshot;
  readonly warnings: readonly DataWarning[];
}

/** A database with one session and one insertion, and a snapshot on one of them. */
export async function openSnapshot(contentType = "session"): Promise<OpenedSnapshot> {
  const server = await startNotes();
  server.records["sessions"]?.push({ id: EID });
  server.records["insertions"]?.push({ id: PID });
  const alyx = await loggedIn(server);
  const warnings: DataWarning[] = [];
  const onWarning = (warning: DataWarning): void => void warnings.push(warning);
  const objectId = contentType === "probeinsertion" ? PID : EID;
  return { server, alyx, warnings, snapshot: new Snapshot(objectId, { one: { alyx }, contentType, onWarning }) };
}
