import { type JsonValue } from "@neurophys/alf";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { listPage } from "../../../src/alyx/client/paged-list.ts";
import { PagedList } from "../../../src/alyx/index.ts";
import { type Answer, clientOf, rejection, startAlyx } from "./loopback-alyx.ts";

/** A database with so many records, in pages as Alyx makes them. */
const records =
  (count: () => number, cap = 1000): Answer =>
  ({ url, headers }) => {
    const { searchParams, pathname } = new URL(url, "http://h");
    const limit = Math.min(cap, Number(searchParams.get("limit") ?? 250) || 250);
    const offset = Number(searchParams.get("offset") ?? 0);
    const total = count();
    const results = Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, i) => ({
      id: offset + i,
    }));
    const at = (start: number): string => `http://${headers["host"]}${pathname}?limit=${limit}&offset=${start}`;
    const next = offset + limit < total ? at(offset + limit) : null;
    return { body: { count: total, next, previous: offset > 0 ? at(0) : null, results } };
  };

async function listOf(
  count: number | (() => number),
  params: { limit?: number; offset?: number; subject?: string } = {},
) {
  const server = await startAlyx(records(typeof count === "number" ? () => count : count));
  const { alyx, warnings } = clientOf(server);
  return { list: await alyx.listPages("sessions", { ...params }), server, alyx, warnings };
}

const ids = (list: readonly { readonly [key: string]: JsonValue }[]): readonly unknown[] => list.map(({ id }) => id);
const range = (from: number, to: number): readonly number[] => Array.from({ length: to - from }, (_, i) => from + i);

describe("A list in pages", () => {
  test("asks for a page when a record of it is wanted, and once", async () => {
    const { list, server } = await listOf(1328, { limit: 100 });
    expect([list.length, list.pageSize, server.requests.length]).toEqual([1328, 100, 1]);
    expect(await Promise.all([list.at(0), list.at(99), list.at(-1), list.at(1327), list.at(456)])).toEqual(
      [0, 99, 1327, 1327, 456].map((id) => ({ id })),
    );
    expect(await Promise.all([list.at(1328), list.at(-1329), list.at(0.5)])).toEqual([undefined, undefined, undefined]);
    expect(server.requests).toHaveLength(3);
  });

  test("is sliced like an array", async () => {
    const { list } = await listOf(57, { limit: 10 });
    const wanted = range(0, 57);
    const bound = fc.option(fc.integer({ min: -70, max: 70 }), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(bound, bound, async (start, end) => {
        expect(ids(await list.slice(start, end))).toEqual(wanted.slice(start, end));
      }),
    );
  });

  test("gives all records in a loop, and as an array", async () => {
    const { list, server } = await listOf(1001, { limit: 250 });
    const seen: unknown[] = [];
    for await (const { id } of list) seen.push(id);
    expect(seen).toEqual(range(0, 1001));
    expect(ids(await list.toArray())).toEqual(seen);
    expect(server.requests).toHaveLength(5);
  });

  test("gives its pages, and stops asking when nobody wants more", async () => {
    const { list, server } = await listOf(1000, { limit: 10 });
    const sizes: number[] = [];
    for await (const page of list.pages()) {
      sizes.push(page.length);
      if (sizes.length === 3) break;
    }
    expect([sizes, server.requests.length]).toEqual([[10, 10, 10], 3]);
  });

  test.each([
    [0, {}, []],
    [3, {}, [0, 1, 2]],
    [3, { offset: 1 }, [1, 2]],
    [25, { offset: 5, limit: 10 }, range(5, 25)],
    [3, { offset: 7 }, []],
    [3, { limit: 1 }, [0, 1, 2]],
  ])("of %d records asked for with %j is whole", async (count, params, wanted) => {
    const { list } = await listOf(count, params);
    expect([list.length, ids(await list.toArray())]).toEqual([wanted.length, wanted]);
    expect((await list.at(0))?.["id"]).toBe(wanted[0]);
  });

  test("has the database's own limit as its page size", async () => {
    const { list } = await listOf(1328, { limit: 5000 });
    expect([list.pageSize, ids(await list.toArray())]).toEqual([1000, range(0, 1328)]);
  });

  test("keeps what else was asked, encoded", async () => {
    const { list, server } = await listOf(12, { subject: "a #&+%é", limit: 5 });
    await list.at(-1);
    const own = server.requests.map(({ url }) => new URL(url, "http://h").searchParams.get("subject"));
    // The link that the server gives need not repeat it.
    expect(own[0]).toBe("a #&+%é");
  });

  test("makes links anew that lead to another address", async () => {
    const all = records(() => 30);
    const server = await startAlyx((request, response) => {
      const answer = all(request, response);
      const body = answer?.body as { next: string | null };
      return {
        body: { ...body, next: body.next?.replace("http:", "https:").replace("127.0.0.1", "evil.org") ?? null },
      };
    });
    const { alyx } = clientOf(server);
    expect(ids(await alyx.list("sessions", { subject: "a&b", limit: 10 }))).toEqual(range(0, 30));
    expect(server.requests.map(({ url }) => url).sort()).toEqual([
      "/sessions?subject=a%26b&limit=10",
      "/sessions?subject=a%26b&limit=10&offset=10",
      "/sessions?subject=a%26b&limit=10&offset=20",
    ]);
  });

  test("warns once if the database changed meanwhile", async () => {
    let count = 40;
    const { list, warnings } = await listOf(() => count, { limit: 10 });
    count = 25;
    expect(ids(await list.toArray())).toEqual(range(0, 25));
    expect([list.length, await list.at(30)]).toEqual([40, undefined]);
    expect(warnings.map(({ code, category }) => [code, category])).toEqual([
      ["alyx/results-changed", "RuntimeWarning"],
    ]);
  });

  test("asks again for a page that failed", async () => {
    let fails = 0;
    const all = records(() => 20);
    const server = await startAlyx((request, response) =>
      request.url.includes("offset=10") && fails++ === 0
        ? { status: 500, body: { detail: "no" } }
        : all(request, response),
    );
    const list = await clientOf(server).alyx.listPages("sessions", { limit: 10 });
    expect(await rejection(list.at(15))).toMatchObject({ status: 500 });
    expect(await list.at(15)).toEqual({ id: 15 });
  });

  test("tells listeners the pages that come, until they stop", async () => {
    const { list } = await listOf(30, { limit: 10 });
    const heard: unknown[] = [];
    const stop = list.onPage((page) => heard.push(page.length, page[0]?.["id"]));
    await list.at(25);
    stop();
    await list.at(15);
    expect(heard).toEqual([10, 20]);
  });

  test("is also what an answer in one piece becomes", async () => {
    const server = await startAlyx(() => ({ body: [{ id: 1 }, { id: 2 }] }));
    const list = await clientOf(server).alyx.listPages("sessions");
    expect([list, await list.toArray()]).toEqual([expect.any(PagedList), [{ id: 1 }, { id: 2 }]]);
  });

  test("is not what an answer without records is", async () => {
    const server = await startAlyx(() => ({ body: { count: 1 } }));
    const { alyx } = clientOf(server);
    expect(String(await rejection(alyx.listPages("sessions")))).toContain("expected a list");
    expect(await alyx.rest("sessions", "list")).toEqual({ count: 1 });
  });
});

describe("listPage", () => {
  test("takes any JSON, and pages alone", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(listPage(value as JsonValue)).toBeUndefined();
      }),
    );
    const page = { count: 1, next: null, previous: null, results: [] };
    expect(listPage(page)).toEqual({ count: 1, next: null, results: [] });
    expect(listPage({ ...page, more: 1 })).toBeUndefined();
    expect(listPage({ ...page, next: 1 })).toBeUndefined();
  });
});
