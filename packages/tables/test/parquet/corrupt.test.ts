import { describe, expect, test } from "vitest";
import {
  makeDictionaryVector,
  makeNumberVector,
  makeTable,
  makeUtf8Vector,
  openParquetBytes,
  writeParquet,
} from "../../src/index.ts";
import { fixtureBytes } from "../fixtures.ts";
import { fileOfGroups, mapChunks, withFooter } from "./forged-footer.ts";

const sessions = fixtureBytes("sessions-new");

async function readAll(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const file = await openParquetBytes(bytes, { key: "sessions.pqt" });
  await file.readColumns();
}

const failsWith = (code: string) => expect.objectContaining({ code });

describe("a file that is not whole", () => {
  test.each([0, 1, 8, 11])("is truncated when it has %i bytes", async (length) => {
    await expect(readAll(sessions.slice(0, length))).rejects.toEqual(failsWith("tables/truncated-parquet"));
  });

  test("is corrupt when its end is missing", async () => {
    await expect(readAll(sessions.slice(0, -100))).rejects.toEqual(failsWith("tables/corrupt-parquet"));
  });

  test("is truncated when its beginning is missing", async () => {
    await expect(readAll(sessions.slice(-60))).rejects.toEqual(failsWith("tables/truncated-parquet"));
  });

  test("says what it ends in when it is no Parquet file", async () => {
    const text = new TextEncoder().encode("<html><body>404 Not Found</body></html>");
    await expect(readAll(text)).rejects.toThrow(/sessions\.pqt.*"tml>"/);
  });
});

describe("a footer that lies", () => {
  test.each([
    ["more rows than its row groups have", (n: bigint) => n + 1n],
    ["a negative number of rows", () => -1n],
    ["2^40 rows", () => 2n ** 40n],
  ])("is corrupt with %s", async (_, rows) => {
    const forged = withFooter(sessions, (metadata) => ({ ...metadata, num_rows: rows(metadata.num_rows) }));
    await expect(readAll(forged)).rejects.toEqual(failsWith("tables/corrupt-parquet"));
  });

  test("is too large with 2^40 rows wherever they are counted, and nothing is allocated for them", async () => {
    const rows = 2n ** 40n;
    const forged = withFooter(sessions, (metadata) => {
      const edited = mapChunks(metadata, () => ({ num_values: rows }));
      return {
        ...edited,
        num_rows: rows,
        row_groups: edited.row_groups.map((group) => ({ ...group, num_rows: rows })),
      };
    });
    await expect(readAll(forged)).rejects.toEqual(failsWith("tables/too-large"));
  });

  test("is corrupt when its pages hold fewer rows than all of it says", async () => {
    const forged = withFooter(sessions, (metadata) => {
      const edited = mapChunks(metadata, () => ({ num_values: 4n }));
      return { ...edited, num_rows: 4n, row_groups: edited.row_groups.map((group) => ({ ...group, num_rows: 4n })) };
    });
    await expect(readAll(forged)).rejects.toEqual(failsWith("tables/corrupt-parquet"));
  });

  test.each([
    ["begin beyond the file", { data_page_offset: 1n << 30n, dictionary_page_offset: undefined }],
    ["end beyond the file", { total_compressed_size: 1n << 30n }],
    ["have another type than the schema says", { type: "INT96" }],
    ["name another column", { path_in_schema: ["elsewhere"] }],
  ])("is corrupt when chunks %s", async (_, edit) => {
    const forged = withFooter(sessions, (metadata) => mapChunks(metadata, () => edit));
    await expect(readAll(forged)).rejects.toEqual(failsWith("tables/corrupt-parquet"));
  });

  test("is unsupported when it names a codec that nobody reads", async () => {
    const forged = withFooter(sessions, (metadata) => mapChunks(metadata, () => ({ codec: "LZO" })));
    await expect(readAll(forged)).rejects.toThrow(/LZO/);
  });

  test("is corrupt when its schema announces more columns than it has", async () => {
    const forged = fileOfGroups([{ name: "schema", children: 100 }]);
    await expect(readAll(forged)).rejects.toEqual(failsWith("tables/corrupt-parquet"));
  });

  test("is unsupported when its schema nests a hundred thousand deep", async () => {
    const forged = fileOfGroups(Array.from({ length: 100_000 }, () => ({ name: "group", children: 1 })));
    await expect(readAll(forged)).rejects.toEqual(failsWith("tables/unsupported-parquet"));
  });

  test("is unsupported when two columns have one name", async () => {
    const forged = withFooter(sessions, (metadata) => {
      const schema = metadata.schema.map((element) =>
        element.name === "subject" ? { ...element, name: "lab" } : element,
      );
      return mapChunks({ ...metadata, schema }, ({ path_in_schema }) => ({
        path_in_schema: path_in_schema.map((name) => (name === "subject" ? "lab" : name)),
      }));
    });
    await expect(readAll(forged)).rejects.toThrow(/two columns named "lab"/);
  });

  test("is unsupported when its data are in another file", async () => {
    const forged = withFooter(sessions, (metadata) => ({
      ...metadata,
      row_groups: metadata.row_groups.map((group) => ({
        ...group,
        columns: group.columns.map((column) => ({ ...column, file_path: "../elsewhere.parquet" })),
      })),
    }));
    await expect(readAll(forged)).rejects.toEqual(failsWith("tables/unsupported-parquet"));
  });
});

describe("pages that lie", () => {
  test("are too large when a few bytes repeat a long text into more than the file can justify", async () => {
    const long = "x".repeat(1 << 20);
    const table = makeTable({ text: makeDictionaryVector(new Int32Array(800), [long]) });
    const file = await openParquetBytes(writeParquet(table));
    const limit = expect.objectContaining({ code: "tables/too-large", what: "bytes" });
    await expect(file.readColumns(undefined, { encoding: { text: "plain" } })).rejects.toEqual(limit);
    const asCodes = await file.readColumns();
    expect(asCodes.getChild("text")!.get(799)).toBe(long);
  });

  test("are too large when many columns of few bytes add up to more than the file can justify", async () => {
    const column = makeDictionaryVector(new Int32Array(1 << 20), ["x"]);
    const names = Array.from({ length: 160 }, (_, i) => `column ${i}`);
    const file = await openParquetBytes(writeParquet(makeTable(new Map(names.map((name) => [name, column])))));
    await expect(file.readColumns()).rejects.toEqual(failsWith("tables/too-large"));
    expect((await file.readColumns(names.slice(0, 3))).numRows).toBe(1 << 20);
  });

  test("are too large when a nested column claims 2^40 values", async () => {
    const forged = withFooter(fixtureBytes("nested-v1"), (metadata) =>
      mapChunks(metadata, ({ path_in_schema, num_values }) => ({
        num_values: path_in_schema[0] === "list_int" ? 2n ** 40n : num_values,
      })),
    );
    const file = await openParquetBytes(forged);
    await expect(file.readColumns(["list_int"])).rejects.toEqual(failsWith("tables/too-large"));
    expect((await file.readColumns(["list_text"])).numRows).toBe(30);
  });

  test("name the column whose text is not UTF-8", async () => {
    const offsets = new Int32Array([0, 2, 4]);
    const bytes = new Uint8Array([0x61, 0xc3, 0xa9, 0x62]);
    const table = makeTable({ note: makeUtf8Vector({ bytes, offsets }), n: makeNumberVector(new Int32Array(2)) });
    const file = await openParquetBytes(writeParquet(table), { key: "notes.pqt" });
    await expect(file.readColumns(["note"])).rejects.toThrow(/notes\.pqt, column "note"/);
    await expect(file.readColumns(["n"])).resolves.toBeDefined();
  });
});
