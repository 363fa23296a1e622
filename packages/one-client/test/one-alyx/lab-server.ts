import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { type AddressInfo } from "node:net";
import { type JsonValue } from "@neurophys/alf";
import { encodeNpy, ndArray } from "@neurophys/alf/npy";
import { makeNumberVector, makeTable, writeParquet } from "@neurophys/tables";
import { onTestFinished } from "vitest";
import { type RestRecord } from "../../src/alyx/index.ts";
import { type GivenAnswer, type LoopbackAlyx, type SeenRequest, startAlyx } from "../alyx/client/loopback-alyx.ts";

export const E1 = "11111111-1111-4111-8111-111111111111";
export const E2 = "22222222-2222-4222-8222-222222222222";
export const E3 = "33333333-3333-4333-8333-333333333333";
export const UNKNOWN = "99999999-9999-4999-8999-999999999999";
export const PID = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa";
export const AGGREGATE = "dddddddd-dddd-4ddd-8ddd-00000000000a";
export const datasetId = (nth: number): string => `dddddddd-dddd-4ddd-8ddd-${String(nth).padStart(12, "0")}`;

const floats = (...values: number[]): Uint8Array => encodeNpy(ndArray(Float64Array.from(values)));

/** Files of the first session, as the data server has them. */
export const FILES: readonly (readonly [relPath: string, bytes: Uint8Array, isDefault: boolean])[] = [
  ["alf/probe00/spikes.times.npy", floats(0.1, 0.2, 0.3, 0.4), false],
  ["alf/probe00/spikes.clusters.npy", floats(1, 2, 1, 2), true],
  ["alf/probe00/#2024-01-01#/spikes.times.npy", floats(0.15, 0.25, 0.35, 0.45), true],
  [
    "alf/_ibl_trials.table.pqt",
    writeParquet(
      makeTable({ a: makeNumberVector(Float64Array.of(1, 2, 3)), b: makeNumberVector(Float64Array.of(4, 5, 6)) }),
    ),
    true,
  ],
  ["alf/probe00/_phy_spikes_subset.spikes.npy", floats(9), true],
];

const md5 = (bytes: Uint8Array): string => createHash("md5").update(bytes).digest("hex");

/** What the data server does instead of sending a file, by the end of its path. */
export type Faults = Map<string, "missing" | "wrong" | "broken" | "silent">;

export interface LabServer {
  readonly alyx: LoopbackAlyx;
  readonly dataUrl: string;
  /** Paths that the data server was asked for, with the method before them. */
  readonly downloads: string[];
  /** `Authorization` of each of these. */
  readonly authorizations: (string | undefined)[];
  /** Call the subject of a session otherwise. */
  rename(eid: string, subject: string): void;
  /** Ranges that it was asked for. */
  readonly ranges: string[];
  readonly faults: Faults;
  /** Makes the addresses of the files in the record of a session. */
  sessionUrl: (url: string) => string;
  /** Whether the database leaves every question without an answer. */
  isSilent: boolean;
  /** Sessions on a page. */
  pageSize: number;
  /** What the database says of its bucket; nothing by default. */
  bucket: RestRecord | undefined;
  /** What the database says of its cache tables; nothing by default. */
  cacheInfo: RestRecord | undefined;
  /** Further files of the data server, by path. */
  readonly files: Map<string, Uint8Array>;
  readonly sessions: Record<string, JsonValue>[];
  close(): Promise<void>;
}

const SESSIONS = [
  { id: E1, subject: "S1", lab: "labA", start_time: "2020-03-04T10:00:00", number: 1, projects: ["p1", "p2"] },
  { id: E2, subject: "S10", lab: "labA", start_time: "2020-03-04T11:00:00", number: 1, projects: [] },
  { id: E3, subject: "S1", lab: "labB", start_time: "2020-03-05T10:00:00", number: 2, projects: ["p1"] },
].map((session): RestRecord => ({ ...session, task_protocol: "task", url: `http://alyx/sessions/${session.id}` }));

/** A database and a data server of a small lab, on the loopback interface. */
export async function startLab(): Promise<LabServer> {
  const downloads: string[] = [];
  const ranges: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const faults: Faults = new Map();
  const files = new Map<string, Uint8Array>(
    FILES.map(([path, bytes], i) => [`/data/labA/Subjects/S1/2020-03-04/001/${withId(path, datasetId(i))}`, bytes]),
  );
  files.set(`/data/aggregates/Subjects/labA/S1/_ibl_subjectTrials.table.${AGGREGATE}.pqt`, FILES[3]?.[1] as Uint8Array);
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? "");
    downloads.push(`${request.method} ${path}`);
    authorizations.push(request.headers.authorization);
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "");
    if (range !== null) ranges.push(request.headers.range ?? "");
    const fault = [...faults].find(([end]) => path.replace(/\.[0-9a-f-]{36}/, "").endsWith(end))?.[1];
    if (fault === "silent") return;
    const found = fault === "missing" ? undefined : files.get(path);
    if (found === undefined) return void response.writeHead(404).end();
    const bytes = fault === "wrong" ? found.map((byte) => byte ^ 1) : found;
    const [start, end] =
      range === null ? [0, bytes.length - 1] : [Number(range[1]), Math.min(Number(range[2]), bytes.length - 1)];
    const part = bytes.subarray(start, end + 1);
    response.writeHead(range === null ? 200 : 206, {
      "Content-Length": part.length,
      "Content-Type": "application/octet-stream",
      "Accept-Ranges": "bytes",
      ETag: `"${md5(bytes)}"`,
      ...(range === null ? {} : { "Content-Range": `bytes ${start}-${end}/${bytes.length}` }),
    });
    if (fault === "broken") return void response.write(part.subarray(0, 10), () => response.destroy());
    response.end(request.method === "HEAD" ? undefined : part);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const dataUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/data`;
  const sessions = SESSIONS.map((session) => ({ ...session }));
  const rename = (eid: string, subject: string): void => {
    for (const session of sessions) if (session["id"] === eid) session["subject"] = subject;
  };
  const lab = {
    downloads,
    authorizations,
    sessions,
    rename,
    ranges,
    faults,
    dataUrl,
    files,
    isSilent: false,
    sessionUrl: (url: string) => url,
    pageSize: 2,
  } as unknown as LabServer;
  const alyx = await startAlyx((request) => (lab.isSilent ? undefined : answer(request, lab)));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await Promise.all([new Promise((resolve) => server.close(resolve)), alyx.close()]);
  };
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return Object.assign(lab, { alyx, close });
}

function withId(path: string, id: string): string {
  return path.replace(/\.(\w+)$/, `.${id}.$1`);
}

function answer(request: SeenRequest, lab: LabServer): GivenAnswer {
  const url = new URL(request.url, lab.alyx.url);
  const [endpoint = "", id] = url.pathname.slice(1).split("/");
  const found = id === undefined ? listAnswer(endpoint, url.searchParams, lab) : readAnswer(endpoint, id, lab);
  return found === undefined ? { status: 404, body: { detail: "Not found." } } : { body: found };
}

function listAnswer(endpoint: string, query: URLSearchParams, lab: LabServer): JsonValue | undefined {
  if (endpoint === "sessions") return page(endpoint, sessionsOf(query, lab), { query, lab });
  if (endpoint === "insertions") {
    const session = query.get("session");
    return session === null || session === E1 ? [insertion()] : [];
  }
  if (endpoint !== "datasets") return undefined;
  const django = query.get("django") ?? "";
  if (django.startsWith("session__isnull")) return [aggregate(lab)];
  const name = query.get("name");
  const all = FILES.map((_, i) => datasetRecord(i, lab));
  const type = /dataset_type__name,(.*)/.exec(django)?.[1];
  const ids = /id__in,(.*)/.exec(django)?.[1];
  if (ids !== undefined) return all.filter((_, i) => ids.includes(datasetId(i)));
  return all.filter(
    (record) => (name === null || record["name"] === name) && (type === undefined || record["dataset_type"] === type),
  );
}

function sessionsOf(query: URLSearchParams, lab: LabServer): readonly RestRecord[] {
  const ids = /pk__in,(.*)/.exec(query.get("django") ?? "")?.[1] ?? /pk,(.*)/.exec(query.get("django") ?? "")?.[1];
  const [first, last] = (query.get("date_range") ?? "0000,9999").split(",");
  return lab.sessions.filter((session) => {
    const date = String(session["start_time"]).slice(0, 10);
    const text = (name: string): boolean => String(session[name]).includes(query.get(name) ?? "");
    const isDay = date >= (first as string) && date <= (last as string);
    const isNumber = query.get("number") === null || Number(query.get("number")) === session["number"];
    return (
      text("subject") && text("lab") && isDay && isNumber && (ids === undefined || ids.includes(String(session["id"])))
    );
  });
}

function page(
  endpoint: string,
  records: readonly RestRecord[],
  { query, lab }: { readonly query: URLSearchParams; readonly lab: LabServer },
): JsonValue {
  const limit = Number(query.get("limit") ?? lab.pageSize);
  const offset = Number(query.get("offset") ?? 0);
  const next = new URLSearchParams(query);
  next.set("limit", String(limit));
  next.set("offset", String(offset + limit));
  const isLast = offset + limit >= records.length;
  return {
    count: records.length,
    next: isLast ? null : `${lab.alyx.url}/${endpoint}?${next.toString()}`,
    previous: null,
    results: records.slice(offset, offset + limit),
  } as JsonValue;
}

function readAnswer(endpoint: string, id: string, lab: LabServer): JsonValue | undefined {
  if (endpoint === "insertions") return id === PID ? insertion() : undefined;
  if (endpoint === "dataset-types")
    return id === "spikes.times" ? { name: id, description: "Times of spikes" } : undefined;
  if (endpoint === "data-repository") return lab.bucket;
  if (endpoint === "cache") return lab.cacheInfo;
  if (endpoint === "revisions") return id === "2024-01-01" ? { name: id, description: "Sorted anew" } : undefined;
  if (endpoint === "datasets") {
    if (id === AGGREGATE) return aggregate(lab);
    const nth = FILES.findIndex((_, i) => datasetId(i) === id);
    return nth < 0 ? undefined : datasetRecord(nth, lab);
  }
  const session = lab.sessions.find((record) => record["id"] === id);
  if (endpoint !== "sessions" || session === undefined) return undefined;
  const related = FILES.map(([relPath, bytes, isDefault], i) => ({
    id: datasetId(i),
    name: relPath.split("/").at(-1) as string,
    file_size: bytes.length,
    hash: md5(bytes),
    data_url: lab.sessionUrl(dataUrl(relPath, i, lab)),
    default_revision: isDefault ? "True" : "False",
    qc: "NOT_SET",
  }));
  return { ...session, data_dataset_session_related: id === E1 ? related : [] };
}

const dataUrl = (path: string, nth: number, lab: LabServer): string =>
  `${lab.dataUrl}/labA/Subjects/S1/2020-03-04/001/${withId(path, datasetId(nth))}`;

function datasetRecord(nth: number, lab: LabServer): RestRecord {
  const [relPath, bytes, isDefault] = FILES[nth] as (typeof FILES)[number];
  return {
    url: `http://alyx/datasets/${datasetId(nth)}`,
    name: relPath.split("/").at(-1) as string,
    session: `http://alyx/sessions/${E1}`,
    dataset_type: relPath.endsWith("spikes.times.npy") ? "spikes.times" : "other",
    file_size: bytes.length,
    hash: md5(bytes),
    default_dataset: isDefault,
    qc: "NOT_SET",
    file_records: [
      { data_repository: "lab_server", exists: true, data_url: dataUrl(relPath, nth, lab) },
      {
        data_repository: "aws_lab",
        data_repository_path: "/data/",
        relative_path: `labA/Subjects/S1/2020-03-04/001/${relPath}`,
        exists: true,
        data_url: null,
      },
    ],
  };
}

function aggregate(lab: LabServer): RestRecord {
  const bytes = FILES[3]?.[1] as Uint8Array;
  const path = `aggregates/Subjects/labA/S1/_ibl_subjectTrials.table.${AGGREGATE}.pqt`;
  return {
    ...datasetRecord(3, lab),
    url: `http://alyx/datasets/${AGGREGATE}`,
    session: null,
    file_size: bytes.length,
    hash: md5(bytes),
    file_records: [{ data_repository: "lab_server", exists: true, data_url: `${lab.dataUrl}/${path}` }],
  };
}

function insertion(): RestRecord {
  const { id, subject, lab, start_time, number, projects, task_protocol } = SESSIONS[0] as RestRecord;
  const info = { id, subject, lab, start_time, number, projects, task_protocol } as JsonValue;
  return { id: PID, session: E1, name: "probe00", model: "3B2", serial: null, json: { n: 1 }, session_info: info };
}
