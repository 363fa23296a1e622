import { isDataError } from "@neurophys/alf";
import { equal, plain } from "../compare.ts";
import { handlerOf } from "../vectors/handlers.ts";
import { checkCase } from "../vectors/main.ts";
import { LIST_FIELDS } from "../vectors/remote-server.ts";
import { type VectorCase, type VectorFolder } from "../vectors/vector-file.ts";
import { varyCases } from "./call-variations.ts";
import { type PythonServer } from "./python-server.ts";
import { type Random } from "./random.ts";
import { type Difference, type Report } from "./report.ts";

/** How many new cases are made of the recorded ones of each kind of call. */
const CASES_A_CALL = 25;

type Recorded = Pick<VectorCase, "result" | "error">;

const answered = ({ result, error }: Recorded): unknown => (error === undefined ? plain(result) : `raised ${error}`);

/**
 * Whether we refuse arguments that make no sense where the original stops too, by whatever exception comes first, or
 * where it has found nothing before it gets to them: we look at all values before any table.
 */
async function isRefused(vector: VectorCase, tables: VectorFolder["tables"]): Promise<boolean> {
  const foundNothing = vector.call === "search" && (equal(vector.result, []) || equal(vector.result, [[], null]));
  if (vector.error === undefined && !foundNothing) return false;
  try {
    await handlerOf(vector)?.(vector, { tables, compat: false });
    return false;
  } catch (error) {
    return isDataError(error);
  }
}

/**
 * Calls like the recorded ones with other arguments, made by Python and by us.
 *
 * First the recorded calls themselves are made again: Python must answer as it did then.
 *
 * @param folder - The recorded calls.
 */
export async function compareCalls(
  python: PythonServer,
  folder: VectorFolder,
  { random, report }: { readonly random: Random; readonly report: Report },
): Promise<void> {
  await python.request("set_fixture", { tables: folder.tables });
  const record = async (cases: readonly VectorCase[]): Promise<readonly Recorded[]> =>
    (await python.request("record", { cases, fields: LIST_FIELDS })) as readonly Recorded[];
  const known = folder.sets.flatMap(({ cases }) => cases);
  const again = await record(known);
  const changed: Difference[] = [];
  for (const [i, { id, call, ...before }] of known.entries()) {
    const [ours, now] = [answered(before), answered(again[i] as Recorded)];
    // The fields that were asked for beside the usual ones were not recorded.
    if (!equal(ours, now) && call !== "datasets2records") changed.push({ name: `${id} ${call}`, python: now, ours });
  }
  report.group("recorded calls, made again by Python", known.length, changed);
  const varied = varyCases(random, folder.sets, CASES_A_CALL);
  const answers = await record(varied);
  const found: Difference[] = [];
  for (const [i, vector] of varied.entries()) {
    const expected = { ...vector, ...answers[i] };
    const { mode, got } = await checkCase(expected, folder.tables);
    if (mode !== "failed" || (await isRefused(expected, folder.tables))) continue;
    const { call, args, kwargs } = vector;
    const name = `${call} ${JSON.stringify(args)} ${JSON.stringify(kwargs ?? {})}`;
    found.push({ name, python: answered(expected), ours: got });
  }
  report.group("calls like the recorded ones", varied.length, found);
}
