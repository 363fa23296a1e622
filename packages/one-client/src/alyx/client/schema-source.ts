import { type AlyxConnection } from "./alyx-connection.ts";
import { parseCoreApi } from "./core-api-schema.ts";
import { AlyxHttpError } from "./errors.ts";
import { parseOpenApi } from "./open-api-schema.ts";
import { type RestSchema } from "./rest-schema.ts";
import { untilAborted } from "./until-aborted.ts";

/** A week, as in ONE. */
const EXPIRES_MS = 7 * 24 * 3600 * 1000;

/** What a database says that it can be asked: asked for once, kept for a week. */
export class SchemaSource {
  readonly #connection: AlyxConnection;
  #schema: Promise<RestSchema> | undefined;

  constructor(connection: AlyxConnection) {
    this.#connection = connection;
  }

  /**
   * The description: OpenAPI, or CoreAPI of a server that has no OpenAPI.
   *
   * @throws AlyxInvalidRecordError if it is neither.
   * @see Source: `AlyxClient.rest_schemes` in ONE, `one/webclient.py`.
   */
  async get(signal: AbortSignal | undefined): Promise<RestSchema> {
    signal?.throwIfAborted();
    if (this.#schema === undefined) {
      // Nobody's signal: one caller's abort must not fail the others.
      const schema = this.#load();
      this.#schema = schema;
      schema.catch(() => {
        this.#schema = undefined;
      });
    }
    return await untilAborted(this.#schema, signal);
  }

  async #load(): Promise<RestSchema> {
    const common = { expiresMs: EXPIRES_MS, isPublic: true };
    try {
      const accept = "application/vnd.oai.openapi+json";
      return parseOpenApi(await this.#connection.get({ query: "/api/schema", accept, ...common }));
    } catch (error) {
      if (!(error instanceof AlyxHttpError) || error.status !== 404) throw error;
      const accept = "application/coreapi+json";
      return parseCoreApi(await this.#connection.get({ query: "/docs", accept, ...common }));
    }
  }
}
