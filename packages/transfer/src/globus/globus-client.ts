import { type KyInstance } from "ky";
import { InvalidGlobusAddressError } from "../errors/source-errors.ts";
import { type HttpPolicy } from "../http/create-http.ts";
import { tokenAuth } from "../http/credential.ts";
import { GlobusApi, requiredText } from "./globus-api.ts";
import { type TokenSource } from "./globus-login.ts";
import { endpointPath } from "./globus-path.ts";
import { type GlobusTask, parseTask, type WaitOptions, waitForTask } from "./globus-task.ts";

/** A collection of Globus and the folder in it that paths are relative to. */
export interface GlobusEndpoint {
  /** UUID of the collection. */
  readonly id: string;
  /** As Globus path; without it paths must be absolute. */
  readonly rootPath?: string | undefined;
}

/** Options of {@link GlobusClient}. */
export interface GlobusClientOptions extends Omit<HttpPolicy, "credentials"> {
  /** Endpoints by the names they go by, e.g. `local`. */
  readonly endpoints?: Readonly<Record<string, GlobusEndpoint>> | undefined;
  /** The transfer service; `https://transfer.api.globus.org/v0.10` by default. */
  readonly transferUrl?: string | URL | undefined;
}

/** A file or folder to transfer, on both sides relative to the endpoints' roots. */
export interface GlobusItem {
  readonly source: string;
  readonly destination: string;
  /** True for a folder with all it holds. */
  readonly recursive?: boolean | undefined;
}

/** What to transfer, and how. */
export interface GlobusTransfer {
  /** Name or id of an endpoint. */
  readonly source: string;
  /** Name or id of an endpoint. */
  readonly destination: string;
  readonly items: readonly GlobusItem[];
  /** Shown in Globus' list of tasks. */
  readonly label?: string | undefined;
  /**
   * When a file that is there counts as the same: never (all is transferred), by `"size"`, by `"mtime"` (size and time),
   * or by `"checksum"`. Never by default.
   */
  readonly sync?: "size" | "mtime" | "checksum" | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** An entry of a folder on an endpoint. */
export interface GlobusEntry {
  readonly name: string;
  readonly kind: "file" | "folder";
  /** `undefined` for folders. */
  readonly sizeBytes: number | undefined;
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
/** Globus' numbers for the ways to compare; 0 is "exists". */
const SYNC_LEVELS = { size: 1, mtime: 2, checksum: 3 } as const;

/**
 * Transfers between endpoints of Globus, by its REST interface.
 *
 * @see Source: `Globus` in ONE, `one/remote/globus.py`.
 */
export class GlobusClient {
  readonly #api: GlobusApi;
  readonly #endpoints: Map<string, GlobusEndpoint>;

  /**
   * @param ky - The HTTP client to build on.
   * @param token - Gives a valid token, from `globusLogin`.
   */
  constructor(ky: KyInstance, token: TokenSource, options: GlobusClientOptions = {}) {
    const { endpoints, transferUrl = "https://transfer.api.globus.org/v0.10", ...policy } = options;
    this.#api = new GlobusApi(ky, { base: transferUrl, policy, credential: tokenAuth(transferUrl, token) });
    this.#endpoints = new Map();
    for (const [name, endpoint] of Object.entries(endpoints ?? {})) this.addEndpoint(name, endpoint);
  }

  /** Endpoints by the names they go by. */
  get endpoints(): ReadonlyMap<string, GlobusEndpoint> {
    return this.#endpoints;
  }

  /**
   * Name an endpoint; one of that name is replaced.
   *
   * @throws {@link InvalidGlobusAddressError} if its id is no UUID.
   */
  addEndpoint(name: string, endpoint: GlobusEndpoint): void {
    if (!UUID.test(endpoint.id)) throw new InvalidGlobusAddressError(endpoint.id, "is no id of an endpoint");
    this.#endpoints.set(name, endpoint);
  }

  /**
   * The id of an endpoint and the full path of something on it.
   *
   * @param endpoint - Name or id.
   * @throws {@link InvalidGlobusAddressError} if no such endpoint is known, or the path cannot be on it.
   * @see Source: `Globus.to_address` in ONE, `one/remote/globus.py`.
   */
  toAddress(path: string, endpoint: string): { readonly id: string; readonly path: string } {
    const { id, rootPath } = this.#endpointOf(endpoint);
    return { id, path: endpointPath(path, rootPath) };
  }

  /**
   * Submit a transfer.
   *
   * @returns Id of the task, which Globus works on by itself; see {@link GlobusClient.waitFor}.
   * @throws {@link InvalidGlobusAddressError}, GlobusApiError, and the failures of the network.
   */
  async transfer({ source, destination, items, label, sync, signal }: GlobusTransfer): Promise<string> {
    const data = items.map(({ source: from, destination: to, recursive }) => ({
      DATA_TYPE: "transfer_item",
      source_path: this.toAddress(from, source).path,
      destination_path: this.toAddress(to, destination).path,
      recursive: recursive === true,
    }));
    return await this.#submit("transfer", signal, {
      DATA_TYPE: "transfer",
      source_endpoint: this.#endpointOf(source).id,
      destination_endpoint: this.#endpointOf(destination).id,
      ...(label === undefined ? {} : { label }),
      ...(sync === undefined ? {} : { sync_level: SYNC_LEVELS[sync] }),
      verify_checksum: true,
      DATA: data,
    });
  }

  /**
   * Submit the removal of files or folders.
   *
   * @returns Id of the task.
   * @throws As {@link GlobusClient.transfer}.
   */
  async delete(
    paths: readonly string[],
    endpoint: string,
    { recursive, label, signal }: DeleteOptions = {},
  ): Promise<string> {
    return await this.#submit("delete", signal, {
      DATA_TYPE: "delete",
      endpoint: this.#endpointOf(endpoint).id,
      recursive: recursive === true,
      ...(label === undefined ? {} : { label }),
      DATA: paths.map((path) => ({ DATA_TYPE: "delete_item", path: this.toAddress(path, endpoint).path })),
    });
  }

  /**
   * What a folder on an endpoint holds.
   *
   * @throws As {@link GlobusClient.transfer}; GlobusApiError with `ClientError.NotFound` if there is no such folder.
   * @see Source: `Globus.ls` in ONE, `one/remote/globus.py`.
   */
  async list(path: string, endpoint: string, signal?: AbortSignal): Promise<readonly GlobusEntry[]> {
    const address = this.toAddress(path, endpoint);
    const entries: GlobusEntry[] = [];
    for (;;) {
      const query = { path: address.path, limit: "1000", offset: String(entries.length) };
      const answer = await this.#api.send({
        method: "GET",
        path: `operation/endpoint/${address.id}/ls`,
        query,
        signal,
      });
      const page = Array.isArray(answer["DATA"]) ? answer["DATA"].flatMap(entryOf) : [];
      entries.push(...page);
      const total = answer["total"];
      if (page.length === 0 || typeof total !== "number" || entries.length >= total) return entries;
    }
  }

  /** How a task is getting on. */
  async task(taskId: string, signal?: AbortSignal): Promise<GlobusTask> {
    const path = `task/${encodeURIComponent(taskId)}`;
    return parseTask(await this.#api.send({ method: "GET", path, signal }), path);
  }

  /**
   * Wait until a task has ended.
   *
   * @throws GlobusTaskError if it failed or waits for a login; GlobusTimeoutError if it takes longer than allowed.
   */
  async waitFor(taskId: string, options: WaitOptions = {}): Promise<GlobusTask> {
    return await waitForTask((signal) => this.task(taskId, signal), taskId, options);
  }

  /**
   * Submit something and wait until it is done.
   *
   * @param submit - Submits a task and gives its id.
   * @returns The task.
   * @see Source: `Globus.run_task` in ONE, `one/remote/globus.py`. There what comes after a failure of the network is
   *   not returned; here such failures are tried again by the request, and the task is always returned.
   */
  async runTask(submit: () => Promise<string>, options: WaitOptions = {}): Promise<GlobusTask> {
    return await this.waitFor(await submit(), options);
  }

  async #submit(kind: "transfer" | "delete", signal: AbortSignal | undefined, document: object): Promise<string> {
    const answer = await this.#api.send({ method: "GET", path: "submission_id", signal });
    const body = { ...document, submission_id: requiredText(answer, "value", "submission_id") };
    return requiredText(await this.#api.send({ method: "POST", path: kind, body, signal }), "task_id", kind);
  }

  #endpointOf(name: string): GlobusEndpoint {
    const named = this.#endpoints.get(name);
    if (named !== undefined) return named;
    const withId = [...this.#endpoints.values()].find(({ id }) => id.toLowerCase() === name.toLowerCase());
    if (withId !== undefined) return withId;
    if (UUID.test(name)) return { id: name };
    const known = [...this.#endpoints.keys()].map((key) => JSON.stringify(key)).join(", ");
    throw new InvalidGlobusAddressError(name, `is no endpoint (expected an id${known === "" ? "" : `, or ${known}`})`);
  }
}

/** Options of {@link GlobusClient.delete}. */
export interface DeleteOptions {
  /** True for folders with all they hold. */
  readonly recursive?: boolean | undefined;
  readonly label?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

function entryOf(value: unknown): readonly GlobusEntry[] {
  if (typeof value !== "object" || value === null) return [];
  const { name, type, size } = value as Readonly<Record<string, unknown>>;
  if (typeof name !== "string") return [];
  const kind = type === "dir" ? "folder" : "file";
  return [{ name, kind, sizeBytes: kind === "file" && typeof size === "number" ? size : undefined }];
}
