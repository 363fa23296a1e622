import { readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { type AlfValue, isDataError } from "../../src/index.ts";
import { filterBy, findVariants, iterDatasets, loadObject, loadObjectFiles, objectExists } from "../../src/io/index.ts";
import { encodeNpy } from "../../src/npy/index.ts";
import { type ListableByteStore, MemoryStore } from "../../src/store/index.ts";
import { FileStore } from "../../src/store/node.ts";
import { temporaryFolder } from "../store/temporary-folder.ts";

/** What ONE-api answered, see make-cases.py. */
const CASES = JSON.parse(readFileSync(new URL("reference/cases.json", import.meta.url), "utf8"));

type Content = string | { readonly shape?: readonly number[] } | readonly unknown[];
interface Recorded {
  readonly result?: unknown;
  readonly error?: string;
}

/** Our codes for the classes that the original throws. */
const CODES: Readonly<Record<string, readonly string[]>> = {
  ALFObjectNotFound: ["alf/object-not-found"],
  ALFInvalid: ["alf/invalid"],
  TypeError: ["alf/argument-type"],
  ValueError: ["alf/invalid-argument"],
  AttributeError: ["io/invalid-sidecar"],
  IndexError: ["alf/shape-mismatch"],
  AssertionError: ["alf/duplicate-attribute", "alf/multiple-objects-found"],
  FileNotFoundError: ["io/file-not-found"],
};

function bytesOf(content: Content): Uint8Array {
  if (typeof content === "string") return new TextEncoder().encode(content);
  if (!("shape" in content) || content.shape === undefined) return new TextEncoder().encode(JSON.stringify(content));
  const count = content.shape.reduce((product, length) => product * length, 1);
  return encodeNpy(
    Float64Array.from({ length: count }, (_, index) => index),
    { shape: content.shape },
  );
}

const STORES: readonly (readonly [string, (files: Readonly<Record<string, Content>>) => Promise<ListableByteStore>])[] =
  [
    [
      "MemoryStore",
      async (files) => new MemoryStore(Object.entries(files).map(([key, content]) => [key, bytesOf(content)])),
    ],
    [
      "FileStore",
      async (files) => {
        const root = join(await temporaryFolder(), "lab/Subjects/subj/2024-05-06/001");
        for (const [key, content] of Object.entries(files)) {
          await mkdir(dirname(join(root, key)), { recursive: true });
          await writeFile(join(root, key), bytesOf(content));
        }
        return new FileStore(root);
      },
    ],
  ];

const withContent = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, "x"]));

async function expectRecorded(recorded: Recorded, call: () => Promise<unknown>) {
  if (recorded.error === undefined) {
    expect(await call()).toEqual(recorded.result);
    return;
  }
  const error = await call().then(
    (answer) => ({ answer }),
    (caught: unknown) => caught,
  );
  expect(CODES[recorded.error]).toContain(isDataError(error) ? error.code : error);
}

function plainValue(value: AlfValue): unknown {
  if (value === undefined) return { value: null };
  if (value.kind === "array") return { shape: value.shape, data: Array.from(value.data as Iterable<number>, Number) };
  if (value.kind === "json") return { value: value.value };
  return value.kind === "file" ? { file: value.key.split("/").at(-1) } : value;
}

describe.each(STORES)("the answers of the original, over a %s", (_, makeStore) => {
  test.each<{ filters: Record<string, never> } & Recorded>(CASES.filterBy)(
    "filterBy $filters",
    async ({ filters, ...recorded }) => {
      const store = await makeStore(withContent(CASES.files));
      await expectRecorded(recorded, async () =>
        (await filterBy(store, "", { ...filters, compat: true })).map(({ name, parts }) => [
          name,
          Object.values(parts).map((part) => part ?? null),
        ]),
      );
    },
  );

  test.each<{ args: [string, string | null] } & Recorded>(CASES.exists)(
    "objectExists $args",
    async ({ args: [object, attributes], ...recorded }) => {
      const store = await makeStore(withContent(CASES.files));
      await expectRecorded(recorded, () => objectExists(store, "", object, { attributes: attributes ?? undefined }));
    },
  );

  test("iterDatasets", async () => {
    const store = await makeStore(withContent(CASES.variantFiles));
    const found: string[] = [];
    for await (const path of iterDatasets(store, "", { compat: true })) found.push(path);
    expect(found).toEqual(CASES.iterDatasets.result);
  });

  test.each<{ key: string; options: Record<string, boolean> } & Recorded>(CASES.findVariants)(
    "findVariants $key $options",
    async ({ key, options, ...recorded }) => {
      const store = await makeStore(withContent(CASES.variantFiles));
      await expectRecorded(recorded, async () =>
        [...((await findVariants(store, [key], options)).get(key) ?? [])].sort(),
      );
    },
  );

  type LoadCase = {
    files: Record<string, Content>;
    path: string | string[];
    args: [string | string[] | null];
    options: { short_keys?: boolean };
  } & Recorded;

  test.each<LoadCase>(CASES.loadObject)("loadObject $path $args $options of $files", async (recorded) => {
    const { files, path, args, options } = recorded;
    const store = await makeStore(files);
    const { short_keys: shortKeys, ...parts } = options;
    await expectRecorded(recorded, async () => {
      const settings = { ...parts, shortKeys, compat: true };
      const object = Array.isArray(path)
        ? await loadObjectFiles(store, path, settings)
        : await loadObject(store, path === "." ? "" : path, args[0] ?? undefined, settings);
      return Object.entries(object).map(([key, value]) => [key, plainValue(value)]);
    });
  });
});
