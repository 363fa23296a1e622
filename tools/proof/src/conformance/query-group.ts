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

/** How a question was answered: with a value, or by an error with the names it has in Python. */
type Answer = { readonly value: unknown } | { readonly classes: readonly string[]; readonly message: string };

async function pythonAnswer(python: PythonServer, handle: string, query: Query): Promise<Answer> {
  try {
    const value = await python.request("call", { handle, ...query });
    return { value: query.name.startsWith("list_") ? listing(query, value) : value };
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

function agree(python: Answer, ours: Answer): boolean {
  if ("value" in python || "value" in ours) {
    return "value" in python && "value" in ours && equal(plain(python.value), ours.value);
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
