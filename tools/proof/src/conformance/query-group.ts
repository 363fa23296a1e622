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

interface ArrayForm {
  readonly kind: "array";
  readonly dtype: string;
  readonly data: readonly unknown[];
}

const isMissing = (item: unknown): boolean => item === null || (item as { $number?: string }).$number === "NaN";

/**
 * Both values without types and kinds of missing values, wherever Python's array has the type "object": exploding a
 * table there gives all columns the type of the most general one (D15), while ours have a type always.
 */
function withoutObjects(python: unknown, ours: unknown): readonly [python: unknown, ours: unknown] {
  if (typeof python !== "object" || python === null || typeof ours !== "object" || ours === null) return [python, ours];
  if (Array.isArray(python) || Array.isArray(ours)) return [python, ours];
  const { kind, dtype } = python as Partial<ArrayForm>;
  if (kind === "array") {
    if (dtype !== "object") return [python, ours];
    const untyped = (array: ArrayForm): unknown => ({
      ...array,
      dtype,
      data: array.data.map((item) => (isMissing(item) ? null : item)),
    });
    return [untyped(python as ArrayForm), untyped(ours as ArrayForm)];
  }
  const keys = [...new Set([...Object.keys(python), ...Object.keys(ours)])];
  const pairs = keys.map((key) => {
    const [a, b] = [python as Record<string, unknown>, ours as Record<string, unknown>];
    return [key, ...withoutObjects(a[key] ?? null, b[key] ?? null)] as const;
  });
  return [
    Object.fromEntries(pairs.map(([key, a]) => [key, a])),
    Object.fromEntries(pairs.map(([key, , b]) => [key, b])),
  ];
}

/** The two answers in a form in which they are equal if they mean the same; errors are compared by class. */
function aligned(python: Answer, ours: Answer): readonly [python: unknown, ours: unknown] {
  if ("value" in python && "value" in ours) return withoutObjects(plain(python.value), ours.value);
  const isSameError = "classes" in python && "classes" in ours && ours.classes.includes(python.classes[0] ?? "");
  return isSameError ? [null, null] : [described(python), described(ours)];
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
    const [a, b] = aligned(python, ours);
    if (equal(a, b)) continue;
    const name = `${query.name} ${shown(query.args, 200)} ${shown(query.kwargs, 200)}`;
    group.differences.push({ name, python: a, ours: b });
  }
  for (const [name, { count, differences }] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    report.group(`${sides.handle}: ${name}`, count, differences);
  }
}
