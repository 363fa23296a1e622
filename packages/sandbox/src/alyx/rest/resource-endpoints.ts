import { type Context, type Hono } from "hono";
import { modelNamed } from "../model/models.ts";
import { type ModelRow } from "../query/condition.ts";
import { type Sql } from "../query/sql-row.ts";
import { findRecord, readPage, readRecord, rowOf, type ServedRecord } from "../resource/read-records.ts";
import { type Effects, type RecordFields, type Resource, type WriteContext } from "../resource/resource.ts";
import {
  completed,
  deleteRecord,
  insertRecord,
  takeBody,
  updateRecord,
  type WriteMode,
} from "../resource/write-record.ts";
import { answer, notFoundPage } from "./answers.ts";
import { pagedAnswer, pageWindow } from "./paging.ts";
import { isObject, readAnyBody } from "./read-body.ts";
import { Refusal, refuse } from "./refusal.ts";
import { type Server, type ServerEnv } from "./server.ts";
import { serverTime } from "./server-time.ts";

/** Address of the server as the client knows it. */
export function originOf(server: Server, context: Context): string {
  return server.publicUrl ?? new URL(context.req.url).origin;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** True for what can stand in an address of a record: ids must look like ids, names must not have slashes. */
function isKey(resource: Resource, key: string): boolean {
  if (resource.lookup !== "id") return !key.includes("/");
  const field = modelNamed(resource.model).fields["id"];
  return field?.kind === "integer" ? /^\d{1,9}$/.test(key) : UUID.test(key);
}

async function listConditions(resource: Resource, row: ModelRow, query: ReadonlyMap<string, string>): Promise<Sql[]> {
  const conditions: Sql[] = [];
  for (const [name, value] of query) {
    const filter = Object.hasOwn(resource.filters, name) ? resource.filters[name] : undefined;
    if (filter === undefined || value === "") continue;
    const condition = await filter(row, value, query);
    if (condition !== undefined) conditions.push(condition);
  }
  return conditions;
}

/** Endpoints of one resource. */
class ResourceEndpoints {
  readonly #server: Server;
  readonly #resource: Resource;

  constructor(server: Server, resource: Resource) {
    this.#server = server;
    this.#resource = resource;
  }

  async list(context: Context<ServerEnv>): Promise<Response> {
    const url = new URL(context.req.url);
    const window = pageWindow(url.searchParams);
    const row = rowOf(this.#resource);
    const conditions = await listConditions(this.#resource, row, new Map(url.searchParams));
    const origin = originOf(this.#server, context);
    const form = { row, fields: this.#resource.list, context: { origin } };
    const page = await readPage(this.#server.db, form, { ...window, conditions });
    return answer(context, 200, pagedAnswer(page, window, { url, origin }));
  }

  async read(context: Context<ServerEnv>): Promise<Response> {
    const id = await this.#find(context);
    return answer(context, 200, await this.#served(this.#resource.detail, id, { db: this.#server.db, context }));
  }

  async create(context: Context<ServerEnv>): Promise<Response> {
    const body = await readAnyBody(context);
    if (this.#resource.takesLists && Array.isArray(body))
      return answer(context, 201, await this.#createAll(context, body));
    const [made] = await this.#createAll(context, [body]);
    return answer(context, 201, made);
  }

  /** All or none: a list with one wrong record leaves nothing behind. */
  async #createAll(context: Context<ServerEnv>, bodies: readonly unknown[]): Promise<ServedRecord[]> {
    const resource = this.#resource;
    const fields = resource[resource.createdAs];
    return await this.#transaction(async (db, effects) => {
      const made: ServedRecord[] = [];
      for (const body of bodies) {
        const writing: WriteContext = { ...this.#writing(context, checkedBody(body)), db, effects };
        const change = await takeBody(resource, fields, { mode: "create", context: writing });
        const id = await insertRecord(modelNamed(resource.model), await completed(resource, change, writing), writing);
        await resource.hooks.afterWrite?.(id, writing);
        made.push(await this.#served(fields, id, { db, context }));
      }
      return made;
    });
  }

  async change(context: Context<ServerEnv>, mode: WriteMode): Promise<Response> {
    const resource = this.#resource;
    const id = String(await this.#find(context));
    const body = checkedBody(await readAnyBody(context));
    return await this.#transaction(async (db, effects) => {
      const writing = { ...this.#writing(context, body), db, effects, id };
      const change = await takeBody(resource, resource.detail, { mode, context: writing });
      await updateRecord(modelNamed(resource.model), await completed(resource, change, writing), writing);
      await resource.hooks.afterWrite?.(id, writing);
      return answer(context, 200, await this.#served(resource.detail, id, { db, context }));
    });
  }

  async delete(context: Context<ServerEnv>): Promise<Response> {
    const id = String(await this.#find(context));
    await this.#transaction(async (db, effects) => {
      const writing = { ...this.#writing(context, {}), db, effects, id };
      await this.#resource.hooks.beforeDelete?.(id, writing);
      await deleteRecord(modelNamed(this.#resource.model), writing);
    });
    return context.body(null, 204);
  }

  /** Who writes, and when. */
  #writing(context: Context<ServerEnv>, body: Record<string, unknown>): Omit<WriteContext, "db" | "effects"> {
    return { account: context.get("account"), now: serverTime(this.#server.clock()), id: undefined, body };
  }

  /** Runs all or nothing, with what goes on outside the database done or undone accordingly. */
  async #transaction<T>(run: (db: Server["db"], effects: Effects) => Promise<T>): Promise<T> {
    const commits: (() => Promise<void>)[] = [];
    const rollbacks: (() => Promise<void>)[] = [];
    const effects: Effects = {
      onCommit: (effect) => void commits.push(effect),
      onRollback: (effect) => void rollbacks.push(effect),
    };
    let result: T;
    try {
      result = await this.#server.db.transaction().execute((db) => run(db, effects));
    } catch (error) {
      await this.#settle(rollbacks);
      throw error;
    }
    await this.#settle(commits);
    return result;
  }

  /** A file that cannot be removed changes nothing for the client; it is for the log. */
  async #settle(effects: readonly (() => Promise<void>)[]): Promise<void> {
    for (const { reason } of (await Promise.allSettled(effects.map((effect) => effect()))).filter(
      (settled) => settled.status === "rejected",
    )) {
      this.#server.onFailure(reason);
    }
  }

  async #find(context: Context<ServerEnv>): Promise<string | number> {
    const key = context.req.param("key") ?? "";
    const id = await findRecord(this.#server.db, this.#resource, key);
    if (id === undefined) throw refuse(404, `No ${this.#resource.model} matches the given query.`);
    return id;
  }

  async #served(
    fields: RecordFields,
    id: string | number,
    { db, context }: { db: Server["db"]; context: Context<ServerEnv> },
  ): Promise<ServedRecord> {
    const reading = { resource: this.#resource, fields, context: { origin: originOf(this.#server, context) } };
    const record = await readRecord(db, reading, id);
    if (record === undefined) throw refuse(404, `No ${this.#resource.model} matches the given query.`);
    return record;
  }
}

function checkedBody(body: unknown): Record<string, unknown> {
  if (isObject(body)) return body;
  const found = Array.isArray(body) ? "list" : typeof body === "string" ? "str" : typeof body;
  throw new Refusal(400, {
    non_field_errors: [`Invalid data. Expected a dictionary, but got ${found}.`],
    status_code: 400,
  });
}

/** Puts the endpoints of a resource into the app: its list, and each record under its key. */
export function mountResource(app: Hono<ServerEnv>, server: Server, resource: Resource): void {
  const endpoints = new ResourceEndpoints(server, resource);
  const can = (action: Resource["actions"][number]): boolean => resource.actions.includes(action);
  const refused = (context: Context): never => {
    throw refuse(405, `Method "${context.req.method}" not allowed.`);
  };
  app.on(["GET", "HEAD"], `/${resource.path}`, can("list") ? (context) => endpoints.list(context) : refused);
  app.post(`/${resource.path}`, can("create") ? (context) => endpoints.create(context) : refused);
  app.all(`/${resource.path}`, refused);
  if (!can("read")) return;
  const address = `/${resource.path}/:key`;
  app.all(address, async (context, next) => {
    if (!isKey(resource, context.req.param("key") ?? "")) return notFoundPage(context);
    return await next();
  });
  app.on(["GET", "HEAD"], address, (context) => endpoints.read(context));
  app.put(address, can("update") ? (context) => endpoints.change(context, "update") : refused);
  app.patch(address, can("partial_update") ? (context) => endpoints.change(context, "partial_update") : refused);
  app.delete(address, can("delete") ? (context) => endpoints.delete(context) : refused);
  app.all(address, refused);
}
