import { isDataError } from "@neurophys/alf";
import { type OneAlyx } from "../alyx/index.ts";
import { type One } from "../one.ts";
import { remark, type Terminal } from "./terminal.ts";

const UNKNOWN: ReadonlySet<string> = new Set([
  "alyx/session-not-found",
  "one/session-not-found",
  "one/unresolved-session",
]);

/** Whether a session is there; says so where it is not. Other failures are thrown as they are. */
export async function hasSession(terminal: Terminal, one: One | OneAlyx, eid: string): Promise<boolean> {
  try {
    await one.getDetails(eid);
    return true;
  } catch (error) {
    if (!isDataError(error) || !UNKNOWN.has(error.code)) throw error;
    remark(terminal, `No session ${eid} in ${"alyx" in one ? one.alyx.baseUrl : one.cacheDir}`);
    return false;
  }
}
