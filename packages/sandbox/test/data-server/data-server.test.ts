import { createHash, randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDataApp } from "../../src/data-server/create-data-app.ts";
import { type Listening, listen } from "../../src/sandbox/listen.ts";
import { isAllowedOrigin } from "../../src/sandbox/loopback.ts";

const SESSION = "lab/Subjects/mouse/2024-05-06/001";
const ID = "5a13f7f7-9d4e-4a0c-8a2b-2f2b6f5a1c11";
const BYTES = randomBytes(700_000);

let root: string;
let open: Listening;
let closed: Listening;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "data-server-"));
  const session = join(root, "data", SESSION);
  await mkdir(join(session, "alf/probe00/#2024-07-15#"), { recursive: true });
  await writeFile(join(session, "alf/probe00/spikes.times.npy"), BYTES);
  await writeFile(join(session, "alf/probe00/#2024-07-15#/spikes.times.npy"), "revised");
  await writeFile(join(session, `alf/spikes.named.${ID}.npy`), "with its id");
  await writeFile(join(session, "alf/_ibl_trials.table.pqt"), "");
  await writeFile(join(session, "alf/.hidden.npy"), "hidden");
  await writeFile(join(session, "alf/page.html"), "<script></script>");
  await writeFile(join(root, "secret.npy"), "secret");
  await symlink(join(root, "secret.npy"), join(session, "alf/link.out.npy"));
  await symlink(join(session, "alf/probe00/spikes.times.npy"), join(session, "alf/link.inside.npy"));
  await mkdir(join(root, "plain/mouse/2024-05-07/2/alf"), { recursive: true });
  await writeFile(join(root, "plain/mouse/2024-05-07/2/alf/a.b.tsv"), "x\ty\n");
  const mounts = () => [
    { prefix: "", folder: join(root, "data") },
    { prefix: "other/Subjects", folder: join(root, "plain") },
  ];
  const allowsOrigin = (origin: string) => isAllowedOrigin(origin, ["https://lab.example"]);
  open = await listen(createDataApp({ mounts, allowsOrigin }), { host: "127.0.0.1", port: 0 });
  const login = { username: "reader", password: "pässword" };
  closed = await listen(createDataApp({ mounts, login }), { host: "127.0.0.1", port: 0 });
});

afterAll(async () => {
  await open.close();
  await closed.close();
  await rm(root, { recursive: true });
});

const get = (path: string, headers: Record<string, string> = {}, method = "GET") =>
  fetch(`${open.url}/${path}`, { headers, method });
const SPIKES = `${SESSION}/alf/probe00/spikes.times.npy`;

/** Send a path as it stands: clients tidy it up before. */
async function rawStatus(path: string): Promise<string> {
  const { hostname, port } = new URL(open.url);
  const socket = connect(Number(port), hostname);
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  const pieces: Buffer[] = [];
  for await (const piece of socket) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString("latin1");
}

describe("files", () => {
  test.each([
    ["by their plain name", SPIKES],
    ["by a name with the id of the dataset", SPIKES.replace(".npy", `.${ID}.npy`)],
    ["through a link that stays inside", `${SESSION}/alf/link.inside.npy`],
  ])("are found %s", async (_how, path) => {
    const response = await get(path);
    const body = new Uint8Array(await response.arrayBuffer());
    expect(response.status).toBe(200);
    expect(createHash("md5").update(body).digest("hex")).toBe(createHash("md5").update(BYTES).digest("hex"));
    expect(response.headers.get("content-length")).toBe(String(BYTES.length));
    expect(response.headers.get("content-type")).toBe("application/octet-stream");
  });

  test.each([
    ["a revision, its # percent-encoded", `${SESSION}/alf/probe00/%232024-07-15%23/spikes.times.${ID}.npy`, "revised"],
    ["a file that has the id in its name", `${SESSION}/alf/spikes.named.${ID}.npy`, "with its id"],
    ["a folder that lacks lab and zeros", "other/Subjects/mouse/2024-05-07/002/alf/a.b.tsv", "x\ty\n"],
    ["an empty file", `${SESSION}/alf/_ibl_trials.table.pqt`, ""],
  ])("include %s", async (_what, path, text) => {
    const response = await get(path);
    expect([response.status, await response.text()]).toEqual([200, text]);
  });

  test("of pages and scripts are sent as bytes", async () => {
    const { headers } = await get(`${SESSION}/alf/page.html`);
    expect(headers.get("content-type")).toBe("application/octet-stream");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  });

  test("have no body in the answer to HEAD, but its length", async () => {
    const response = await get(SPIKES, { Range: "bytes=0-1" }, "HEAD");
    expect([response.status, await response.text()]).toEqual([200, ""]);
    expect(response.headers.get("content-length")).toBe(String(BYTES.length));
    expect(response.headers.get("accept-ranges")).toBe("bytes");
  });

  test.each([
    ["a folder", `${SESSION}/alf`, 404],
    ["a missing file", `${SESSION}/alf/none.here.npy`, 404],
    ["a name that is only an id", `${SESSION}/alf/${ID}.npy`, 404],
    ["a name below a file", `${SPIKES}/more`, 404],
    ["a link that leads out", `${SESSION}/alf/link.out.npy`, 404],
    ["a hidden file", `${SESSION}/alf/.hidden.npy`, 400],
    ["an empty part", `${SESSION}//alf/spikes.times.npy`, 400],
    ["an encoded step up", `${SESSION}/..%2f..%2fsecret.npy`, 400],
    ["an encoded backslash", `${SESSION}/alf%5cprobe00`, 400],
    ["NUL", `${SESSION}/alf/a%00.npy`, 400],
    ["bytes that are no text", `${SESSION}/alf/%ff.npy`, 400],
    ["a name beyond the system's limit", `${SESSION}/${"x".repeat(400)}.y.npy`, 404],
  ])("are not %s", async (_what, path, status) => {
    const response = await get(path);
    expect(response.status).toBe(status);
    expect(await response.text()).not.toContain("secret");
  });

  test.each([
    "/../secret.npy",
    "/data/%2e%2e/%2e%2e/secret.npy",
    "/..\\..\\secret.npy",
    "//etc/passwd",
    "/../../etc/passwd",
  ])("outside the folder are not reached by %s", async (path) => {
    expect(await rawStatus(path)).toMatch(/^HTTP\/1\.1 40[04] /);
  });

  test.each(["POST", "PUT", "DELETE", "PATCH"])("cannot be changed by %s", async (method) => {
    const response = await get(SPIKES, {}, method);
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
  });
});

describe("ranges", () => {
  test.each([
    ["bytes=0-9", 0, 10],
    ["bytes=699990-", 699_990, 700_000],
    ["bytes=-5", 699_995, 700_000],
    ["bytes=-9000000", 0, 700_000],
    ["bytes=100-99999999", 100, 700_000],
    ["Bytes = 300000-600000", 300_000, 600_001],
  ])("%s is answered with these bytes", async (range, start, end) => {
    const response = await get(SPIKES, { Range: range });
    expect(response.status).toBe(206);
    expect(response.headers.get("content-range")).toBe(`bytes ${start}-${end - 1}/${BYTES.length}`);
    expect(Buffer.from(await response.arrayBuffer()).equals(BYTES.subarray(start, end))).toBe(true);
  });

  test.each(["bytes=700000-", "bytes=-0", "bytes=0-1,5-6"])("%s is refused", async (range) => {
    const response = await get(SPIKES, { Range: range });
    expect([response.status, response.headers.get("content-range")]).toEqual([416, "bytes */700000"]);
  });

  test.each(["rows=0-5", "bytes=9-2", "bytes=a-b", "bytes=-"])("%s is no range, and is left out", async (range) => {
    const response = await get(SPIKES, { Range: range });
    expect([response.status, (await response.arrayBuffer()).byteLength]).toEqual([200, BYTES.length]);
  });
});

describe("versions", () => {
  test("let a client that has the file know so", async () => {
    const first = await get(SPIKES);
    await first.arrayBuffer();
    const [etag, modified] = [first.headers.get("etag")!, first.headers.get("last-modified")!];
    const statuses = await Promise.all(
      [
        { "If-None-Match": etag },
        { "If-None-Match": `"other", W/${etag}` },
        { "If-None-Match": "*" },
        { "If-Modified-Since": modified },
        { "If-None-Match": '"other"', "If-Modified-Since": modified },
        { "If-Modified-Since": "no date" },
        { "If-Match": etag },
        { "If-Match": `W/${etag}` },
        { "If-Unmodified-Since": "Mon, 01 Jan 2001 00:00:00 GMT" },
      ].map(async (headers) => (await get(SPIKES, headers, "HEAD")).status),
    );
    expect(statuses).toEqual([304, 304, 304, 304, 200, 200, 200, 412, 412]);
  });

  test("change with the file, even within a second", async () => {
    const path = join(root, "data", SESSION, "alf/changes.often.txt");
    await writeFile(path, "one");
    await utimes(path, 1_700_000_000.25, 1_700_000_000.25);
    const before = await get(`${SESSION}/alf/changes.often.txt`);
    await writeFile(path, "two");
    await utimes(path, 1_700_000_000.5, 1_700_000_000.5);
    const after = await get(`${SESSION}/alf/changes.often.txt`);
    expect(after.headers.get("last-modified")).toBe(before.headers.get("last-modified"));
    expect(after.headers.get("etag")).not.toBe(before.headers.get("etag"));
  });

  test("give the whole file instead of a range of another version", async () => {
    const first = await get(SPIKES, { Range: "bytes=0-0" });
    const same = await get(SPIKES, { Range: "bytes=0-0", "If-Range": first.headers.get("etag")! });
    const date = await get(SPIKES, { Range: "bytes=0-0", "If-Range": first.headers.get("last-modified")! });
    const other = await get(SPIKES, { Range: "bytes=0-0", "If-Range": '"other"' });
    expect([same.status, date.status, other.status]).toEqual([206, 206, 200]);
    expect((await other.arrayBuffer()).byteLength).toBe(BYTES.length);
  });
});

describe("pages", () => {
  test("of this machine and of listed origins may read ranges and versions", async () => {
    for (const origin of ["http://localhost:5173", "http://127.0.0.1:3000", "https://lab.example"]) {
      const preflight = await get(SPIKES, { Origin: origin, "Access-Control-Request-Method": "GET" }, "OPTIONS");
      expect(preflight.headers.get("access-control-allow-origin")).toBe(origin);
      expect(preflight.headers.get("access-control-allow-headers")).toMatch(/Authorization.*Range/);
      const response = await get(SPIKES, { Origin: origin, Range: "bytes=0-0" });
      expect(response.headers.get("access-control-allow-origin")).toBe(origin);
      expect(response.headers.get("access-control-expose-headers")).toMatch(/Accept-Ranges.*Content-Range.*ETag/);
      expect(response.headers.get("vary")).toContain("Origin");
    }
  });

  test("of other origins may not", async () => {
    for (const origin of ["https://elsewhere.example", "http://localhost.elsewhere.example", "null"]) {
      const response = await get(SPIKES, { Origin: origin, Range: "bytes=0-0" });
      expect(response.headers.get("access-control-allow-origin")).toBeNull();
    }
  });
});

describe("a login", () => {
  const ask = (text: string | undefined) =>
    fetch(`${closed.url}/${SPIKES}`, {
      headers: text === undefined ? {} : { Authorization: `Basic ${Buffer.from(text).toString("base64")}` },
    });

  test("is asked for, and let in with user and password only", async () => {
    const answers = await Promise.all([undefined, "reader:wrong", "other:pässword", "reader:pässword"].map(ask));
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 200]);
    expect(answers[0]!.headers.get("www-authenticate")).toMatch(/^Basic realm="data"/);
  });

  test("is asked for in a form that pages can read", async () => {
    const response = await fetch(`${closed.url}/${SPIKES}`, { headers: { Origin: "http://localhost:5173" } });
    expect([response.status, response.headers.get("access-control-allow-origin")]).toEqual([
      401,
      "http://localhost:5173",
    ]);
  });
});
