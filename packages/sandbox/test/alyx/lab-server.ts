import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve } from "@hono/node-server";
import { createUser } from "../../src/alyx/accounts/create-user.ts";
import { createToken } from "../../src/alyx/accounts/tokens.ts";
import { type AlyxAppOptions, createAlyxApp } from "../../src/alyx/create-alyx-app.ts";
import { type TemporaryDatabase, temporaryDatabase } from "./temporary-database.ts";

/** What a server answered. */
export interface Answer {
  readonly status: number;
  readonly type: string | null;
  readonly text: string;
  /** The text as JSON; `undefined` if it is none. */
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
  readonly json: any;
}

/** A server on this machine with one lab, one user and a database of its own. */
export interface LabServer extends AsyncDisposable {
  readonly url: string;
  readonly database: TemporaryDatabase;
  readonly mediaDir: string;
  readonly tablesDir: string;
  readonly token: string;
  /** Failures that were not the request's fault. */
  readonly failures: unknown[];
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  get(path: string): Promise<Answer>;
  post(path: string, body: unknown): Promise<Answer>;
  patch(path: string, body: unknown): Promise<Answer>;
  close(): Promise<void>;
}

/** Starts a server. */
export async function startLab(options: Partial<AlyxAppOptions> = {}): Promise<LabServer> {
  const database = await temporaryDatabase();
  const folder = await mkdtemp(join(tmpdir(), "lab-"));
  const mediaDir = join(folder, "media");
  const tablesDir = join(folder, "tables");
  const failures: unknown[] = [];
  await createUser(database, { username: "test_user", password: "secret", email: "t@e.org" });
  const token = await createToken(database, "test_user");
  const app = createAlyxApp({ database, mediaDir, tablesDir, onFailure: (error) => failures.push(error), ...options });
  const server = await new Promise<ReturnType<typeof serve>>((resolve) => {
    const started = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, () => resolve(started));
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const send: LabServer["send"] = async (method, path, body, headers = {}) => {
    const isForm = body instanceof FormData || body instanceof URLSearchParams;
    const response = await fetch(new URL(path, url), {
      method,
      redirect: "manual",
      headers: {
        Authorization: `Token ${token}`,
        ...(body === undefined || isForm ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isForm || typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      json = undefined;
    }
    return { status: response.status, type: response.headers.get("content-type"), text, json };
  };
  const close = async (): Promise<void> => {
    await new Promise((resolve) => server.close(resolve));
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  };
  return {
    url,
    database,
    mediaDir,
    tablesDir,
    token,
    failures,
    send,
    get: (path) => send("GET", path),
    post: (path, body) => send("POST", path, body),
    patch: (path, body) => send("PATCH", path, body),
    close,
    [Symbol.asyncDispose]: close,
  };
}
