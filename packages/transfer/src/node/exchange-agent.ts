import { type Socket } from "node:net";
// biome-ignore lint/style/useImportType: as an import of values it would load all of undici where sources are run as they are
import type { Agent, buildConnector } from "undici";
import { beginConnecting, endConnecting } from "./connecting.ts";
import { READ_INTO } from "./read-flow.ts";

/** Connections to one origin, at most; what is asked for beyond waits for one. */
const CONNECTIONS = 256;
/** Longest time that a connection may take, in ms. */
const CONNECT_MS = 30_000;

let agent: Promise<Agent> | undefined;

/** Begin to load what an exchange takes, with the first: whoever downloads nothing does not wait for it. */
export async function prepareExchanges(): Promise<Agent> {
  agent ??= loadAgent();
  return await agent;
}

/** Of undici only the parts that speak HTTP: the whole, with a `fetch` and caches of its own, takes three times as long. */
async function loadAgent(): Promise<Agent> {
  const [{ default: HttpAgent }, { default: connectorWith }] = (await Promise.all([
    // @ts-expect-error The types are those of the whole.
    import("undici/lib/dispatcher/agent.js"),
    // @ts-expect-error The types are those of the whole.
    import("undici/lib/core/connect.js"),
  ])) as [{ default: typeof Agent }, { default: typeof buildConnector }];
  const secure = connectorWith({ timeout: CONNECT_MS });
  // Handed on to `connect` of `node:net`.
  const plain = connectorWith({ timeout: CONNECT_MS, ...{ onread: READ_INTO } });
  return new HttpAgent({
    connections: CONNECTIONS,
    connect: watched((asked, done) => (asked.protocol === "http:" ? plain : secure)(asked, done)),
    // The time is kept by whoever asks.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

function watched(connect: buildConnector.connector): buildConnector.connector {
  return (asked, done) => {
    // It gives the socket, which its types do not say.
    const begin = connect as (...given: Parameters<typeof connect>) => Socket;
    const socket = begin(asked, (...found) => {
      endConnecting(socket);
      done(...found);
    });
    beginConnecting(socket);
    return socket;
  };
}
