import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Contents of files by their paths. */
export type Contents = Readonly<Record<string, string>>;

/** A temporary folder with sessions of `SW01`, removed by `remove`. */
export class LabOnDisk {
  readonly root: string;

  private constructor(root: string) {
    this.root = root;
  }

  static async create(): Promise<LabOnDisk> {
    const root = await mkdtemp(join(tmpdir(), "registration-"));
    await mkdir(join(root, "cortexlab/Subjects"), { recursive: true });
    return new LabOnDisk(root);
  }

  get subjects(): string {
    return `${this.root}/cortexlab/Subjects`;
  }

  session(number = "001"): string {
    return `${this.subjects}/SW01/2024-04-01/${number}`;
  }

  async write(files: Contents, folder: string = this.session()): Promise<void> {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), content);
    }
  }

  /** All files below a folder with their contents, in order. */
  async contents(folder: string = this.session()): Promise<Contents> {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
    const contents = await Promise.all(
      files.sort().map(async (file) => [file.slice(folder.length + 1), await readFile(file, "utf8")] as const),
    );
    return Object.fromEntries(contents);
  }

  async folders(folder: string = this.session()): Promise<readonly string[]> {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      .sort();
  }

  async remove(): Promise<void> {
    await rm(this.root, { recursive: true, force: true });
  }
}
