import { type One } from "@neurophys/one-client";
import { equal, plain, shown } from "../compare.ts";
import { pythonClasses } from "../vectors/python-class.ts";
import { askOurs, COMPARED_COLUMNS } from "./our-calls.ts";
import { PythonError, type PythonServer } from "./python-server.ts";
import { type Query } from "./queries.ts";
import { type Difference, type Report } from "./report.ts";

interface Table {
  readonly kind: "table";
  readonly rows: number;
  readonly columns: Readonly<Record<string, { readonly data: readonly unknown[] }>>;
}

const isTable = (value: unknown): value is Table => (value as Table | null)?.kind === "table";

/** The columns of a listing that both sides give. */
function listedColumns({ columns, rows }: Table): unknown {
  const missing = Array.from({ length: rows }, () => null);
  return Object.fromEntries(COMPARED_COLUMNS.map((name) => [name, columns[name]?.data ?? missing]));
}

/** Python's answer to a listing: frames as columns, and the frame that stands for an empty list as one. */
function listing(query: Query, answer: unknown): unknown {
  if (isTable(answer)) return query.kwargs["details"] ? listedColumns(answer) : [];
  if (!query.kwargs["details"] || Array.isArray(answer)) return answer;
  const entries = Object.entries(answer as Readonly<Record<string, Table>>);
  return Object.fromEntries(entries.map(([name, table]) => [name, listedColumns(table)]));
}

/** Python's answer to a loading of several datasets: files, and of their records the paths. */
function loadedDatasets(answer: unknown): unknown {
  const [files, records] = answer as [readonly unknown[] | null, readonly ({ rel_path?: unknown } | null)[] | Table];
  return [files ?? [], isTable(records) ? [] : records.map((record) => record?.rel_path ?? null)];
}

/** Python's answer in the form that ours has. */
function comparable(query: Query, answer: unknown): unknown {
  if (query.name === "load_datasets") return loadedDatasets(answer);
  return query.name.startsWith("list_") ? listing(query, answer) : answer;
}

/** How a question was answered: with a value, or by an error with the names it has in Python. */
type Answer = { readonly value: unknown } | { readonly classes: readonly string[]; readonly message: string };

async function pythonAnswer(python: PythonServer, handle: string, query: Query): Promise<Answer> {
  try {
    const value = await python.request("call", { handle, ...query });
    return { value: comparable(query, value) };
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    return { classes: error.classes, message: error.message };
  }
}

async function ourAnswer(one: One, query: Query): Promise<Answer> {
  try {
    return { value: plain(await askOurs(one, query)) };
  } catch (error) {
    return { classes: pythonClasses(error), message: String(error) };
  }
}

/**
 * Our value with the type "object" where Python's array has it: exploding a table there gives all its columns the type
 * of the most general one (D15), and ours have a type always.
 */
function withObjectTypes(python: unknown, ours: unknown): unknown {
  if (typeof python !== "object" || python === null || typeof ours !== "object" || ours === null) return ours;
  if (Array.isArray(ours)) return ours.map((item, i) => withObjectTypes((python as readonly unknown[])[i], item));
  const { kind, dtype } = python as { kind?: unknown; dtype?: unknown };
  if (kind === "array") return dtype === "object" ? { ...ours, dtype } : ours;
  return Object.fromEntries(
    Object.entries(ours).map(([key, item]) => [key, withObjectTypes((python as Record<string, unknown>)[key], item)]),
  );
}

function agree(python: Answer, ours: Answer): boolean {
  if ("value" in python || "value" in ours) {
    if (!("value" in python && "value" in ours)) return false;
    return equal(plain(python.value), withObjectTypes(python.value, ours.value));
  }
  return ours.classes.includes(python.classes[0] ?? "");
}

const described = (answer: Answer): unknown => ("value" in answer ? answer.value : `raised ${answer.message}`);

/** The same questions to both sides, in the same order. */
export async function compareQueries(
  sides: { readonly python: PythonServer; readonly handle: string; readonly ours: One },
  queries: readonly Query[],
  report: Report,
): Promise<void> {
  const groups = new Map<string, { count: number; differences: Difference[] }>();
  for (const query of queries) {
    const group = groups.get(query.name) ?? { count: 0, differences: [] };
    groups.set(query.name, group);
    group.count++;
    const python = await pythonAnswer(sides.python, sides.handle, query);
    const ours = await ourAnswer(sides.ours, query);
    if (agree(python, ours)) continue;
    const name = `${query.name} ${shown(query.args, 200)} ${shown(query.kwargs, 200)}`;
    group.differences.push({ name, python: described(python), ours: described(ours) });
  }
  for (const [name, { count, differences }] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    report.group(`${sides.handle}: ${name}`, count, differences);
  }
}
