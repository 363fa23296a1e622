import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** One recorded call of the Python original. */
export interface VectorCase {
  readonly id: string;
  readonly call: string;
  readonly args: readonly unknown[];
  readonly kwargs?: Readonly<Record<string, unknown>> | undefined;
  /** What the original returned; absent if it raised. */
  readonly result?: unknown;
  /** Class name of what the original raised. */
  readonly error?: string | undefined;
  readonly tags?: readonly string[] | undefined;
}

/** A file of recorded calls. */
export interface VectorSet {
  readonly file: string;
  readonly set: string;
  readonly cases: readonly VectorCase[];
}

/** The sessions and datasets that cases about a cache refer to. */
export interface FixtureTables {
  readonly sessions: readonly Readonly<Record<string, unknown>>[];
  readonly datasets: readonly Readonly<Record<string, unknown>>[];
}

/** A folder of recorded calls. */
export interface VectorFolder {
  readonly sets: readonly VectorSet[];
  readonly tables: FixtureTables | undefined;
}

const TABLES_FILE = "_fixture_tables.json";

async function readJson(folder: string, file: string): Promise<unknown> {
  const text = await readFile(join(folder, file), "utf8");
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`${file} is not JSON`, { cause });
  }
}

function vectorSet(file: string, value: unknown): VectorSet {
  const { set, cases } = (value ?? {}) as { set?: unknown; cases?: unknown };
  if (!Array.isArray(cases)) throw new Error(`${file} holds no list of cases`);
  return { file, set: String(set ?? file), cases: cases as VectorCase[] };
}

/** Read every `*.json` of a folder: those that begin with `_` are what cases refer to, the others hold cases. */
export async function readVectorFolder(folder: string): Promise<VectorFolder> {
  const files = (await readdir(folder)).filter((name) => name.endsWith(".json")).sort();
  const sets: VectorSet[] = [];
  for (const file of files.filter((name) => !name.startsWith("_"))) {
    sets.push(vectorSet(file, await readJson(folder, file)));
  }
  const tables = files.includes(TABLES_FILE) ? ((await readJson(folder, TABLES_FILE)) as FixtureTables) : undefined;
  return { sets, tables };
}
