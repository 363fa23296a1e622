import { AlfObjectNotFoundError, type AlfValue } from "@neurophys/alf";
import { ndArray } from "@neurophys/alf/npy";
import { type AlfObject, createObject } from "@neurophys/alf/object";
import { type ProbeOne } from "../src/probe/find-probe.ts";
import { type NotesServer } from "./notes-server.ts";
import { EID, loggedIn, PID } from "./test-client.ts";

/** An array of doubles. */
export const doubles = (rows: readonly (number | readonly number[])[]): AlfValue => {
  const width = rows.map((row) => (typeof row === "number" ? [] : [row.length]))[0] ?? [];
  return ndArray(Float64Array.from(rows.flat()), { shape: [rows.length, ...width] });
};

/** A client of ONE over a loopback database, with objects by `collection/object`. */
export async function probeOne(
  server: NotesServer,
  objects: Readonly<Record<string, Readonly<Record<string, AlfValue>>>> = {},
): Promise<ProbeOne> {
  const alyx = await loggedIn(server);
  return {
    alyx,
    loadObject: async (eid: string, object: string, { collection }): Promise<AlfObject> => {
      const found = eid === EID ? objects[`${collection}/${object}`] : undefined;
      if (found === undefined) throw new AlfObjectNotFoundError(object, `session ${eid}`);
      return createObject(Object.entries(found));
    },
    pid2eid: async (pid) => (pid === PID ? { eid: EID, name: "probe01" } : undefined),
    eid2path: async (eid) => (eid === EID ? "/data/lab/Subjects/SWC_054/2020-10-05/001" : undefined),
  };
}
