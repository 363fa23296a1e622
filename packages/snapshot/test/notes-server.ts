import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { schemaDocument } from "./schema-document.ts";

/** A request as the server saw it. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  /** Fields of a form in the order in which they came; a file as its name. */
  readonly form: readonly (readonly [name: string, value: string])[];
  readonly json: unknown;
}

export interface StoredNote {
  readonly id: string;
  readonly user: string;
  readonly date_time: string;
  readonly content_type: string;
  readonly object_id: string;
  readonly text: string;
  readonly image: string | null;
  readonly json: unknown;
}

/** Moments at which the server can die. */
export type Moment = "before" | "after";

/** Told about each moment of each request; true kills the connection there. */
export type Death = (seen: Seen, moment: Moment) => boolean;

type Row = Readonly<Record<string, unknown>>;

/** A database with notes on the loopback interface, as much of Alyx 3.6.1 as registering images touches. */
export class NotesServer {
  readonly notes: Map<string, StoredNote> = new Map();
  /** Sizes of the image files by the id of their note, in bytes. */
  readonly imageBytes: Map<string, number> = new Map();
  /** Records by endpoint and id. */
  readonly records: Record<string, Row[]> = {
    sessions: [],
    insertions: [],
    subjects: [],
    datasets: [],
    trajectories: [],
    tasks: [],
  };
  readonly seen: Seen[] = [];
  death: Death = () => false;
  /** What it says to every new note, if it takes none. */
  refusal: string | undefined = undefined;
  /** Told after every change of the notes. */
  onChange: () => void = () => undefined;
  url = "";
  #made = 0;
  readonly #server = createServer((request, response) => {
    this.#handle(request, response).catch((error: unknown) => response.destroy(error as Error));
  });

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Requests but those for the description and for a token, e.g. `"POST /notes"`. */
  get log(): readonly string[] {
    return this.seen.map(({ method, path, query }) => `${method} ${path}${query}`);
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const seen = await seenOf(request);
    if (seen.path === "/auth-token") return reply(response, 200, { token: "0".repeat(40) });
    if (seen.path === "/api/schema") return reply(response, 200, schemaDocument());
    this.seen.push(seen);
    if (this.death(seen, "before")) return void request.socket.destroy();
    const [status, body] = this.#answer(seen);
    if (this.death(seen, "after")) return void request.socket.destroy();
    return reply(response, status, body);
  }

  #answer(seen: Seen): readonly [number, unknown] {
    const [, endpoint = "", id = ""] = seen.path.split("/");
    if (endpoint === "notes") return this.#answerNotes(seen, id);
    const rows = this.records[endpoint];
    if (rows === undefined) return [404, { detail: "Not found.", status_code: 404 }];
    if (seen.method === "PATCH") return this.#patch(rows, id, seen.json as Row);
    if (id !== "") return [200, rows.find((row) => row["id"] === id || row["nickname"] === id) ?? { detail: "none" }];
    const wanted = new URLSearchParams(seen.query).get("django")?.split(",") ?? [];
    const found = rows.filter((row) => matches(row, wanted, new URLSearchParams(seen.query)));
    return [200, page(found)];
  }

  #patch(rows: Row[], id: string, change: Row): readonly [number, unknown] {
    const place = rows.findIndex((row) => row["id"] === id);
    const changed = { ...rows[place], ...change };
    rows[place] = changed;
    return [200, changed];
  }

  #answerNotes(seen: Seen, id: string): readonly [number, unknown] {
    if (seen.method === "POST") return this.#create(seen);
    if (seen.method === "GET") {
      const [, objectId] = new URLSearchParams(seen.query).get("django")?.split(",") ?? [];
      return [200, page([...this.notes.values()].filter((note) => note.object_id === objectId))];
    }
    const existed = this.notes.delete(id);
    this.onChange();
    return existed ? [204, null] : [404, { detail: "No Note matches the given query.", status_code: 404 }];
  }

  #create({ form }: Seen): readonly [number, unknown] {
    if (this.refusal !== undefined) return [403, { detail: this.refusal, status_code: 403 }];
    const fields = Object.fromEntries(form) as Record<string, string>;
    const model = String(fields["content_type"]).split(".").at(-1) ?? "";
    const endpoint = { session: "sessions", probeinsertion: "insertions", subject: "subjects", dataset: "datasets" }[
      model
    ];
    if (endpoint === undefined)
      return [500, { status_code: 500, detail: "ContentType matching query does not exist." }];
    const isThere = this.records[endpoint]?.some((row) => row["id"] === fields["object_id"]);
    if (!isThere) return [500, { status_code: 500, detail: "Session matching query does not exist." }];
    const note = this.#noteOf(fields);
    this.notes.set(note.id, note);
    this.imageBytes.set(note.id, Number(fields["image bytes"] ?? 0));
    this.onChange();
    return [201, note];
  }

  #noteOf(fields: Readonly<Record<string, string>>): StoredNote {
    this.#made += 1;
    const made = String(this.#made).padStart(6, "0");
    return {
      id: `00000000-0000-4000-8000-000000${made}`,
      user: fields["user"] ?? "",
      date_time: `2026-11-20T17:47:36.${made}`,
      content_type: `actions.${fields["content_type"]}`,
      object_id: fields["object_id"] ?? "",
      text: fields["text"] ?? "",
      image: `${this.url}/uploaded/${fields["image"]}`,
      json: JSON.parse(fields["json"] ?? "null") as unknown,
    };
  }
}

function matches(row: Row, [field, value]: readonly string[], query: URLSearchParams): boolean {
  if (field === "pk" && row["id"] !== value) return false;
  const others = [...query].filter(([name]) => !["django", "limit", "offset"].includes(name));
  return others.every(([name, wanted]) => String(row[name]) === wanted);
}

const page = (results: readonly unknown[]): object => ({ count: results.length, next: null, previous: null, results });

async function seenOf(request: IncomingMessage): Promise<Seen> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const { pathname, search } = new URL(request.url ?? "", "http://localhost");
  const body = Buffer.concat(parts);
  const type = request.headers["content-type"] ?? "";
  const form = type.startsWith("multipart/") ? await formOf(body, type) : [];
  const json: unknown = type === "application/json" && body.length > 0 ? JSON.parse(body.toString()) : undefined;
  return { method: request.method ?? "", path: pathname, query: search, form, json };
}

/** Fields of a form in the order in which they came; a file as its name, and its size. */
export async function formOf(body: Buffer, type: string): Promise<[string, string][]> {
  const form = await new Response(new Uint8Array(body), { headers: { "Content-Type": type } }).formData();
  return [...form].flatMap(([name, value]): [string, string][] =>
    typeof value === "string"
      ? [[name, value]]
      : [
          [name, value.name],
          [`${name} bytes`, String(value.size)],
        ],
  );
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end(status === 204 ? undefined : JSON.stringify(body));
}

/** A server that stops with the test. */
export async function startNotes(): Promise<NotesServer> {
  const server = await new NotesServer().start();
  onTestFinished(() => server.stop());
  return server;
}
