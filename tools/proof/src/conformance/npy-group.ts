import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { decodeNpy, encodeNpy } from "@neurophys/alf/npy";
import { equal } from "../compare.ts";
import { encodeArray } from "./canonical.ts";
import { type PythonServer } from "./python-server.ts";
import { type Difference, type Report } from "./report.ts";

interface NpyCase {
  readonly name: string;
  readonly path: string;
  readonly value: unknown;
}

/**
 * Every type of element through npy files both ways: what NumPy writes we read, what we write from that NumPy reads.
 *
 * @param folder - Scratch folder.
 */
export async function compareNpy(python: PythonServer, folder: string, report: Report): Promise<void> {
  await mkdir(folder, { recursive: true });
  const cases = (await python.request("npy_cases", { folder, seed: 20 })) as readonly NpyCase[];
  const read: Difference[] = [];
  const paths: string[] = [];
  for (const [i, { name, path, value }] of cases.entries()) {
    const array = decodeNpy(new Uint8Array(await readFile(path)));
    const ours = encodeArray(array);
    if (!equal(ours, value)) read.push({ name, python: value, ours });
    const written = join(folder, `ours-${i}.npy`);
    await writeFile(written, encodeNpy(array, { fortranOrder: i % 2 === 1 }));
    paths.push(written);
  }
  report.group("npy files written by NumPy, read by us", cases.length, read);
  const readBack = (await python.request("read_npy", { paths })) as readonly unknown[];
  const written: Difference[] = [];
  for (const [i, { name, value }] of cases.entries()) {
    if (!equal(readBack[i], value)) written.push({ name, python: readBack[i], ours: value });
  }
  report.group("npy files written by us, read by NumPy", cases.length, written);
}
