import { isOneError } from "@neurophys/one-client";
import { setup } from "@neurophys/one-client/node";

/** What a folder of ALF files holds of one lab, and the trials of its latest session. */
export async function latestTrials(folder: string, lab: string): Promise<readonly string[]> {
  // makes the tables if there are none; openOne opens them
  const one = await setup(folder, { onWarning: ({ message }) => process.stderr.write(`${message}\n`) });

  const [eid] = await one.search({ lab, datasets: ".*trials.*", date_range: ["2020-01-01", null] });
  if (eid === undefined) return [];
  process.stdout.write(`${await one.eid2refText(eid)}: ${(await one.listCollections(eid)).join(", ")}\n`);
  try {
    return Object.keys(await one.loadObject(eid, "trials"));
  } catch (error) {
    if (isOneError(error, "one/files-missing")) return error.keys;
    throw error;
  }
}
