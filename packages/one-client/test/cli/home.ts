import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type Ran, type RunOptions, runOne } from "./run-one.ts";

/** A home folder with settings of its own, removed after the test. */
export class Home {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async create(): Promise<Home> {
    const folder = await mkdtemp(join(tmpdir(), "one-home-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    return new Home(folder);
  }

  /** Variables that make a command take this home for its own. */
  get env(): Readonly<Record<string, string>> {
    return { HOME: this.folder, USERPROFILE: this.folder, APPDATA: this.folder };
  }

  /** Run a command in this home. */
  async one(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
    return await runOne(args, { cwd: this.folder, ...options, env: { ...this.env, ...options.env } });
  }

  path(name: string): string {
    return join(this.folder, ".one", name);
  }

  /** JSON of a settings file. */
  async settings(name: string): Promise<Record<string, unknown>> {
    return JSON.parse(await readFile(this.path(name), "utf8")) as Record<string, unknown>;
  }

  /** Name the data server of a database in its settings. */
  async setDataServer(url: string, dataServer: string): Promise<void> {
    const file = this.path(settingsFile(url));
    const settings = JSON.parse(await readFile(file, "utf8")) as Record<string, unknown>;
    await writeFile(file, JSON.stringify({ ...settings, HTTP_DATA_SERVER: dataServer }));
  }

  /** Permissions of a settings file. */
  async mode(name: string): Promise<number> {
    return (await stat(this.path(name))).mode & 0o777;
  }
}

/** Name of the settings file of a database on the loopback interface. */
export const settingsFile = (url: string): string => `.${url.replace("http://", "").replace(":", "_")}`;
