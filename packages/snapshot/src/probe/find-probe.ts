import { type AlfObject } from "@neurophys/alf/object";
import { InsertionNotFoundError } from "../errors/atlas-errors.ts";
import { type TasksApi } from "../task/task-options.ts";

/** What reports need of a client of ONE: `OneAlyx` has it. */
export interface ProbeOne {
  /** Client of the database. */
  readonly alyx: TasksApi;
  /** Loads all attributes of an object of a session. */
  loadObject(eid: string, object: string, options: { readonly collection: string }): Promise<AlfObject>;
  /** Session and label of a probe insertion. */
  pid2eid(pid: string): Promise<{ readonly eid: string; readonly name: string } | undefined>;
  /** Folder of a session. */
  eid2path(eid: string): Promise<string | undefined>;
}

/** A probe insertion: of which session it is, and where the session's files are. */
export interface ProbePlace {
  /** Id of the insertion. */
  readonly pid: string;
  /** Id of its session. */
  readonly eid: string;
  /** Label of the probe, e.g. `"probe00"`. */
  readonly pname: string;
  /** Folder of the session. */
  readonly sessionPath: string;
}

/**
 * Finds the session of a probe insertion.
 *
 * @param sessionPath - Folder of the session. Default: where ONE has it.
 * @throws {@link InsertionNotFoundError} if there is no such insertion, or its session has no folder.
 * @see Source: the constructor of `ReportSnapshotProbe` in ibllib; there everything is `None` then.
 */
export async function findProbe(one: ProbeOne, pid: string, sessionPath?: string): Promise<ProbePlace> {
  const found = await one.pid2eid(pid);
  if (found === undefined) throw new InsertionNotFoundError(pid, "session");
  const folder = sessionPath ?? (await one.eid2path(found.eid));
  if (folder === undefined) throw new InsertionNotFoundError(pid, `folder of its session ${found.eid}`);
  return { pid, eid: found.eid, pname: found.name, sessionPath: folder };
}
