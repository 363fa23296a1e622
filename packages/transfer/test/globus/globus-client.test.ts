import { inspect } from "node:util";
import ky from "ky";
import { describe, expect, onTestFinished, test } from "vitest";
import { GlobusClient, globusLogin } from "../../src/index.ts";
import { errorOf } from "../contents.ts";
import { type Exchange, type GlobusServer, startGlobusServer } from "./globus-server.ts";

const LAB = "ddb59aef-6d04-11e5-ba46-22000b92c6ec";
const LOCAL = "f1a2b3c4-0000-4000-8000-0123456789ab";
const TASK = "5bb56ea2-04a5-11e6-a72c-22000bf2d559";

const TOKEN: Exchange = {
  method: "POST",
  path: "/v2/oauth2/token",
  body: { grant_type: "client_credentials", scope: "urn:globus:auth:scope:transfer.api.globus.org:all" },
  answer: {
    access_token: "t0ken",
    scope: "urn:globus:auth:scope:transfer.api.globus.org:all",
    expires_in: 172800,
    token_type: "Bearer",
    resource_server: "transfer.api.globus.org",
    other_tokens: [],
  },
};
const SUBMISSION: Exchange = {
  method: "GET",
  path: "/v0.10/submission_id",
  answer: { DATA_TYPE: "submission_id", value: "6d22fd3a-04a5-11e6-a72c-22000bf2d559" },
};

function taskOf(status: string, more = {}): Exchange {
  return {
    method: "GET",
    path: `/v0.10/task/${TASK}`,
    answer: { DATA_TYPE: "task", task_id: TASK, status, nice_status: "OK", bytes_transferred: 10, files: 1, ...more },
  };
}

async function connect(exchanges: readonly Exchange[]): Promise<{ client: GlobusClient; server: GlobusServer }> {
  const server = await startGlobusServer(exchanges);
  onTestFinished(() => server.close());
  const policy = { backoffMs: () => 0, retries: 2 };
  const secret = { clientId: "client", clientSecret: "secret" };
  const token = globusLogin(ky, secret, { ...policy, authUrl: `${server.url}/v2` });
  const endpoints = { lab: { id: LAB, rootPath: "/mnt/data" }, local: { id: LOCAL, rootPath: "E:\\data" } };
  return { client: new GlobusClient(ky, token, { ...policy, endpoints, transferUrl: `${server.url}/v0.10` }), server };
}

describe("Globus", () => {
  test("transfers between endpoints and waits until it is done", async () => {
    const { client, server } = await connect([
      TOKEN,
      SUBMISSION,
      {
        method: "POST",
        path: "/v0.10/transfer",
        body: {
          DATA_TYPE: "transfer",
          submission_id: "6d22fd3a-04a5-11e6-a72c-22000bf2d559",
          source_endpoint: LAB,
          destination_endpoint: LOCAL,
          label: "spikes",
          sync_level: 3,
          verify_checksum: true,
          DATA: [
            {
              DATA_TYPE: "transfer_item",
              source_path: "/mnt/data/s/alf",
              destination_path: "/E/data/s/alf",
              recursive: true,
            },
          ],
        },
        status: 202,
        answer: { DATA_TYPE: "transfer_result", code: "Accepted", message: "Accepted", task_id: TASK },
      },
      taskOf("ACTIVE"),
      taskOf("SUCCEEDED", { bytes_transferred: 2_000, files: 7 }),
    ]);
    const seen: string[] = [];
    const task = await client.runTask(
      () =>
        client.transfer({
          source: "lab",
          destination: "local",
          items: [{ source: "s/alf", destination: "s/alf", recursive: true }],
          label: "spikes",
          sync: "checksum",
        }),
      { pollMs: 1, onTask: ({ status }) => seen.push(status) },
    );
    expect(task).toEqual({ id: TASK, status: "SUCCEEDED", detail: "OK", transferredBytes: 2_000, files: 7 });
    expect(seen).toEqual(["ACTIVE", "SUCCEEDED"]);
    expect(server.unused).toEqual([]);
    expect(server.requests.filter(({ path }) => path.startsWith("/v2/"))).toHaveLength(1);
  });

  test("deletes", async () => {
    const { client, server } = await connect([
      TOKEN,
      SUBMISSION,
      {
        method: "POST",
        path: "/v0.10/delete",
        body: {
          DATA_TYPE: "delete",
          submission_id: "6d22fd3a-04a5-11e6-a72c-22000bf2d559",
          endpoint: LAB,
          recursive: false,
          DATA: [{ DATA_TYPE: "delete_item", path: "/mnt/data/a" }],
        },
        answer: { DATA_TYPE: "delete_result", code: "Accepted", task_id: TASK },
      },
    ]);
    expect(await client.delete(["a"], "lab")).toBe(TASK);
    expect(server.unused).toEqual([]);
  });

  test("lists folders, page by page", async () => {
    const path = `/v0.10/operation/endpoint/${LAB}/ls?path=/mnt/data/s&limit=1000&offset=`;
    const file = { DATA_TYPE: "file", name: "a.npy", type: "file", size: 12, permissions: "0644" };
    const { client } = await connect([
      TOKEN,
      { method: "GET", path: `${path}0`, answer: { DATA_TYPE: "file_list", total: 2, DATA: [file] } },
      { method: "GET", path: `${path}1`, answer: { total: 2, DATA: [{ name: "alf", type: "dir", size: 4096 }] } },
    ]);
    expect(await client.list("s", "lab")).toEqual([
      { name: "a.npy", kind: "file", sizeBytes: 12 },
      { name: "alf", kind: "folder", sizeBytes: undefined },
    ]);
  });

  test.each([
    ["FAILED", "transfer/globus-task", {}],
    ["INACTIVE", "transfer/globus-task", {}],
    ["ACTIVE", "transfer/globus-timeout", { timeoutMs: 0 }],
  ])("tells a task that is %s as an error", async (status, code, options) => {
    const { client } = await connect([TOKEN, taskOf(status, { nice_status: "PERMISSION_DENIED" })]);
    const error = await errorOf(() => client.waitFor(TASK, { pollMs: 1, ...options }));
    expect(error).toMatchObject({ code, taskId: TASK });
  });

  test.each<[string, Exchange, Record<string, unknown>]>([
    [
      "its own error",
      { ...taskOf(""), status: 403, answer: { code: "PermissionDenied", message: "No", request_id: "r" } },
      { code: "transfer/globus-api", status: 403, globusCode: "PermissionDenied", detail: "No" },
    ],
    ["no JSON object", { ...taskOf(""), answer: [] }, { code: "transfer/invalid-answer" }],
    ["an unknown status", taskOf("DREAMING"), { code: "transfer/invalid-answer" }],
    ["a proxy's error", { ...taskOf(""), status: 418, answer: "teapot" }, { code: "transfer/http-status" }],
  ])("names %s", async (_what, exchange, facts) => {
    const { client } = await connect([TOKEN, exchange]);
    expect(await errorOf(() => client.task(TASK))).toMatchObject(facts);
  });

  test("tries again after a failure that passes, and gives the result", async () => {
    const { client } = await connect([
      { ...TOKEN, status: 503, answer: { error: "busy" } },
      TOKEN,
      { ...SUBMISSION, status: 502, answer: "" },
      SUBMISSION,
      { method: "POST", path: "/v0.10/delete", status: 500, answer: {} },
      { method: "POST", path: "/v0.10/delete", answer: { task_id: TASK } },
      { ...taskOf(""), status: 503, answer: {} },
      taskOf("SUCCEEDED"),
    ]);
    expect(await client.runTask(() => client.delete(["a"], "lab"))).toMatchObject({ id: TASK, status: "SUCCEEDED" });
  });

  test("names a client that is refused, and no secret", async () => {
    const { client } = await connect([
      { ...TOKEN, status: 400, answer: { error: "invalid_client", error_description: "unknown" } },
    ]);
    const error = await errorOf(() => client.task(TASK));
    expect(error).toMatchObject({
      code: "transfer/globus-api",
      globusCode: "invalid_client",
      path: "/v2/oauth2/token",
    });
    expect(inspect(error, { depth: 20 }) + JSON.stringify(error)).not.toMatch(/secret|Y2xpZW50OnNlY3JldA|t0ken/);
  });

  test("asks for a new token when the old one ends within a minute", async () => {
    const short = { ...TOKEN, answer: { ...(TOKEN.answer as object), expires_in: 59 } };
    const { client, server } = await connect([short, taskOf("ACTIVE")]);
    await client.task(TASK);
    await client.task(TASK);
    expect(server.requests.filter(({ path }) => path.startsWith("/v2/"))).toHaveLength(2);
  });

  test("knows endpoints by name and by id, and no others", async () => {
    const { client } = await connect([]);
    expect(client.toAddress("a", "lab")).toEqual({ id: LAB, path: "/mnt/data/a" });
    expect(client.toAddress("a", LAB.toUpperCase())).toEqual({ id: LAB, path: "/mnt/data/a" });
    expect(client.toAddress("/a", TASK)).toEqual({ id: TASK, path: "/a" });
    expect([...client.endpoints.keys()]).toEqual(["lab", "local"]);
    expect(() => client.toAddress("a", "moon")).toThrow('"lab", "local"');
    expect(() => client.addEndpoint("x", { id: "x" })).toThrow(
      expect.objectContaining({ code: "transfer/invalid-globus-address" }),
    );
  });
});
