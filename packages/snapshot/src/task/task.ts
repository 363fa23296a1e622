import { OutputsMissingError, TaskLockedError } from "../errors/task-errors.ts";
import { isSnapshotError } from "../errors.ts";
import { type ImageSource } from "../images/image-source.ts";
import { VERSION } from "../version.ts";
import { filesToRegister, findExpected, type TaskSignature } from "./expected-files.ts";
import { RERUN, TaskLog } from "./task-log.ts";
import {
  type TaskOptions,
  type TaskOutput,
  type TaskRunOptions,
  type TaskStatus,
  type UploadOptions,
} from "./task-options.ts";

/** A figure that a task draws beside its work: it registers its images by itself. */
export interface PlotTask {
  /** Registers the images that it made. */
  registerImages(options: { readonly widths: readonly "orig"[] }): Promise<unknown>;
}

/**
 * Something that is done with the files of a session, with inputs, outputs, a status and a log: the base of reports.
 *
 * @see Source: `Task` in ibllib, `ibllib/pipes/tasks.py`. A class of your own overrides {@link Task.perform}.
 */
export class Task {
  /** Processors that the task uses. */
  readonly cpu: number = 1;
  /** Graphics cards that the task uses: above 0 it needs the lock. */
  readonly gpu: number = 0;
  /** How much it reads and writes, from 0 to 10. */
  readonly ioCharge: number = 5;
  /** Tasks of a larger number are taken first. */
  readonly priority: number = 30;
  /** Memory that it uses, in GB. */
  readonly ram: number = 4;
  /** Seconds after which its lock is free for others. */
  readonly timeOutSecs: number = 7200;
  /** Size of the job, for a scheduler. */
  readonly jobSize: string = "small";
  /** Place in the order of tasks: one more than the highest of its parents. */
  readonly level: number;
  /** Version of the program. */
  readonly version: string = VERSION;
  /** Folder of the session. */
  readonly sessionPath: string;
  /** As given. */
  readonly options: TaskOptions;
  /** Figures that are registered with the outputs. */
  readonly plotTasks: readonly PlotTask[] = [];
  /** What the last run made: `undefined` for nothing ("Empty"), an empty list for nothing new ("Complete"). */
  outputs: readonly TaskOutput[] | undefined = undefined;
  /** Status of the last run; {@link Task.perform} may set -3. */
  status: TaskStatus = 0;
  /** Duration of the last run, in seconds. */
  timeElapsedSecs: number | undefined = undefined;
  /** Lines of the last run. */
  protected readonly logger: TaskLog;
  #earlierLog = "";
  #holdsLock = false;

  /** @param sessionPath - Folder of the session. */
  constructor(sessionPath: string, options: TaskOptions = {}) {
    this.sessionPath = sessionPath;
    this.options = options;
    this.level = Math.max(-1, ...(options.parents ?? []).map(({ level }) => level)) + 1;
    this.logger = new TaskLog(this.name, options.now ?? (() => new Date()));
  }

  /** Name of the class. */
  get name(): string {
    return this.constructor.name;
  }

  /** What the last run and the registration had to say; with `clobber: false`, earlier runs too. */
  get log(): string {
    return this.#earlierLog + this.logger.text;
  }

  /** Files that the task reads and makes. Default: none. */
  get signature(): TaskSignature {
    return { inputFiles: [], outputFiles: [] };
  }

  /**
   * Does the work.
   *
   * @returns What was made; `undefined` for nothing, an empty list if there was nothing to do.
   * @see Source: `Task._run` in ibllib.
   */
  protected async perform(_options: TaskRunOptions): Promise<readonly TaskOutput[] | TaskOutput | undefined> {
    return undefined;
  }

  /**
   * Prepares a run: brings the inputs where they are not, and notes in the log which are missing.
   *
   * @returns False if the work is done already: the outputs must be there then.
   */
  async setUp(): Promise<boolean> {
    const { location = "server", data, files } = this.options;
    if (location !== "server") await data?.setUp?.();
    if (files === undefined) return true;
    for (const input of this.signature.inputFiles) {
      const { missing } = await findExpected(files, this.sessionPath, input);
      for (const pattern of missing) this.logger.add("WARNING", `Signature file not found: ${pattern}`);
    }
    return true;
  }

  /**
   * Runs the task: tells the database, does the work, and keeps outputs, status, duration and log.
   *
   * @returns The status. What goes wrong is in the log.
   * @throws TaskLockedError, or whatever goes wrong, with `onError: "raise"` only.
   * @see Source: `Task.run` in ibllib.
   */
  async run(options: TaskRunOptions = {}): Promise<TaskStatus> {
    const now = this.options.now ?? (() => new Date());
    const begin = now().getTime();
    this.outputs = undefined;
    this.status = 0;
    const earlier = await this.#tellStarted();
    this.#earlierLog = (this.options.clobber ?? true) ? "" : earlier;
    this.logger.clear();
    this.logger.add("INFO", `Starting job ${this.name}`);
    if (this.options.machine !== undefined) this.logger.add("INFO", `Running on machine: ${this.options.machine}`);
    this.logger.add("INFO", `running @neurophys/snapshot version ${this.version}`);
    try {
      await this.#work(options);
    } catch (error) {
      this.#fail(error);
      if (this.options.onError === "raise") throw error;
    } finally {
      await this.tearDown();
      this.#finish((now().getTime() - begin) / 1000);
    }
    return this.status;
  }

  /** Runs the task and makes again what is there. @see Source: `Task.rerun` in ibllib. */
  async rerun(): Promise<TaskStatus> {
    return await this.run({ overwrite: true });
  }

  /**
   * Registers the images of {@link Task.plotTasks}; what goes wrong is in the log.
   *
   * @see Source: `Task.register_images` in ibllib.
   */
  async registerImages(): Promise<unknown> {
    for (const plot of this.plotTasks) {
      await plot.registerImages({ widths: ["orig"] }).catch((error: unknown) => this.logger.addError(error));
    }
    return undefined;
  }

  /**
   * Registers the images and then the files that the task made.
   *
   * @returns The records of the files; empty without a `DataHandler` that registers.
   * @see Source: `Task.register_datasets` in ibllib.
   */
  async registerDatasets(options: Omit<UploadOptions, "version"> = {}): Promise<readonly unknown[]> {
    await this.registerImages();
    const { data } = this.options;
    const paths = (this.outputs ?? []).filter((output: ImageSource) => typeof output === "string");
    return (await data?.uploadData?.(paths, { ...options, version: this.version })) ?? [];
  }

  /** Gives the lock back, if the task has it: it may have failed before, while another task holds it. */
  async tearDown(): Promise<void> {
    if (!this.#holdsLock) return;
    this.#holdsLock = false;
    await this.options.lock?.release();
  }

  /** Removes what was fetched for the task. */
  async cleanUp(): Promise<void> {
    await this.options.data?.cleanUp?.();
  }

  async #tellStarted(): Promise<string> {
    const { one, taskId } = this.options;
    if (one === undefined || taskId === undefined) return this.log === "" ? "" : this.log + RERUN;
    const record = await one.alyx.partialUpdate("tasks", taskId, { status: "Started" });
    const old = record["log"];
    return typeof old === "string" && old !== "" ? old + RERUN : "";
  }

  async #work(options: TaskRunOptions): Promise<void> {
    const isNeeded = await this.setUp();
    this.logger.add("INFO", `Setup value is: ${isNeeded}`);
    const inputs = await this.#inputsToRegister();
    if (!isNeeded) {
      this.outputs = [...inputs, ...(await this.#expectedOutputs())];
      return;
    }
    await this.#lock();
    const made = await this.perform(options);
    this.logger.add("INFO", `Job ${this.name} complete`);
    if (made !== undefined) this.outputs = [...inputs, ...(Array.isArray(made) ? made : [made as TaskOutput])];
    else if (inputs.length > 0) this.outputs = inputs;
  }

  #finish(seconds: number): void {
    this.timeElapsedSecs = seconds;
    if (this.status !== -2) this.logger.add("INFO", `N outputs: ${this.outputs?.length ?? 0}`);
    this.logger.add("INFO", `--- ${seconds} seconds run-time ---`);
  }

  async #lock(): Promise<void> {
    const { lock } = this.options;
    if (this.gpu < 1 || lock === undefined) return;
    const holder = await lock.acquire(this.name, this.timeOutSecs);
    if (holder !== undefined) throw new TaskLockedError(this.name, holder);
    this.#holdsLock = true;
  }

  #fail(error: unknown): void {
    this.outputs = undefined;
    if (isSnapshotError(error, "snapshot/task-locked")) {
      this.status = -2;
      this.logger.add("INFO", `Job ${this.name} exited as a lock was found: ${error.holder}`);
      return;
    }
    this.status = -1;
    this.logger.addError(error);
    this.logger.add("INFO", `Job ${this.name} errored`);
  }

  async #inputsToRegister(): Promise<readonly string[]> {
    const { files } = this.options;
    return files === undefined ? [] : await filesToRegister(files, this.sessionPath, this.signature.inputFiles);
  }

  async #expectedOutputs(): Promise<readonly string[]> {
    const { files } = this.options;
    const found = await Promise.all(
      files === undefined ? [] : this.signature.outputFiles.map((one) => findExpected(files, this.sessionPath, one)),
    );
    const broken = found.filter(({ ok }) => !ok);
    if (broken.length > 0)
      throw new OutputsMissingError(
        this.name,
        broken.flatMap(({ missing }) => missing),
      );
    return found.flatMap((one) => one.files);
  }
}
