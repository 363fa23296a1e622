import { readFile } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import { writeFileAtomic } from "@neurophys/alf/store/node";
import { type DataMount } from "../data-server/data-mount.ts";
import { SandboxFileError } from "./errors.ts";

const FILE = "mounts.json";

/** The folders that a sandbox serves, kept in a file of its own folder: they belong to this machine, not to the database. */
export class MountList {
  readonly #path: string;
  #imported: readonly DataMount[];
  readonly #data: DataMount;

  private constructor(path: string, data: DataMount, imported: readonly DataMount[]) {
    this.#path = path;
    this.#data = data;
    this.#imported = imported;
  }

  /**
   * Read the list of a sandbox.
   *
   * @param dataFolder - The sandbox's own files, which are served at the root.
   * @throws {@link SandboxFileError} if the file holds no such list.
   */
  static async read(folder: string, dataFolder: string): Promise<MountList> {
    const path = join(folder, FILE);
    const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return "[]";
      throw error;
    });
    return new MountList(path, { prefix: "", folder: dataFolder }, parseMounts(text, path));
  }

  /** The folders, first the sandbox's own. */
  readonly all = (): readonly DataMount[] => [this.#data, ...this.#imported];

  /** Serve more folders, from now on and after the next start. */
  async add(mounts: readonly DataMount[]): Promise<void> {
    const known = new Set(this.all().map((mount) => JSON.stringify(mount)));
    const fresh = mounts
      .map(({ prefix, folder }) => ({ prefix, folder }))
      .filter((mount) => !known.has(JSON.stringify(mount)) && !mount.folder.startsWith(this.#data.folder));
    if (fresh.length === 0) return;
    this.#imported = [...this.#imported, ...fresh];
    await writeFileAtomic(this.#path, new TextEncoder().encode(`${JSON.stringify(this.#imported, null, 2)}\n`));
  }
}

function parseMounts(text: string, path: string): readonly DataMount[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new SandboxFileError(path, "JSON", { cause });
  }
  if (!Array.isArray(value) || !value.every(isMount)) {
    throw new SandboxFileError(path, "a list of { prefix, folder }, each folder absolute");
  }
  return value;
}

function isMount(value: unknown): value is DataMount {
  if (typeof value !== "object" || value === null || !("prefix" in value) || !("folder" in value)) return false;
  return typeof value.prefix === "string" && typeof value.folder === "string" && isAbsolute(value.folder);
}
