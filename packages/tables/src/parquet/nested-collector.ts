import { type DataType, Field, List, makeBuilder, Struct, type Vector } from "apache-arrow";
import { assembleLists, assembleNested } from "hyparquet/src/assemble.js";
import { DEFAULT_PARSERS } from "hyparquet/src/convert.js";
import { type TablePlace, TableTooLargeError } from "../errors.ts";
import { decoding } from "./decoding.ts";
import { type ColumnLayout, type LeafLayout, type SchemaNode } from "./layout.ts";
import { type ChunkItem, type CollectorContext, type ColumnCollector, leafSink } from "./leaf-sink.ts";
import { buildableValues } from "./nested-values.ts";
import { type DataPage, pagesOf } from "./pages.ts";
import { PageFault } from "./rle.ts";

/** One leaf's values of one row group, assembled into as many nested lists as its path has levels. */
type Assembled = unknown[];

/** Collects a nested column (lists, structs, maps): our pages, hyparquet's assembly. The slow path, row by row. */
export class NestedCollector implements ColumnCollector {
  readonly #column: ColumnLayout;
  readonly #rowGroupRows: readonly number[];
  readonly #context: CollectorContext;
  readonly #node: SchemaNode;
  readonly #groups = new Map<number, Map<number, Assembled>>();
  readonly #leafTypes: DataType[] = [];

  constructor(column: ColumnLayout, rowGroupRows: readonly number[], context: CollectorContext) {
    this.#column = column;
    this.#rowGroupRows = rowGroupRows;
    this.#context = context;
    this.#node = withMapsAsLists(column.node);
    for (const leaf of column.leaves) this.#checkLevels(leaf);
    for (const [index, leaf] of column.leaves.entries()) {
      this.#leafTypes[index] = leafSink(leaf, 0, {
        context: this.#leafContext(),
        place: this.#place(leaf),
      }).finish().type;
    }
  }

  add({ leaf, group }: ChunkItem, bytes: Uint8Array): void {
    const layout = this.#column.leaves[leaf]!;
    const assembled = decoding(this.#place(layout), () => this.#assembleLeaf(layout, group, bytes));
    const leaves = this.#groups.get(group) ?? new Map<number, Assembled>();
    this.#groups.set(group, leaves.set(leaf, assembled));
  }

  finish(): Vector {
    const place = { key: this.#context.key, column: this.#column.name };
    return decoding(place, () => {
      const rows = this.#rowGroupRows.flatMap((_, group) => this.#assembleGroup(group));
      const types = [...this.#leafTypes];
      // The assembler writes `undefined` for a list or struct that is null, `null` for a value.
      const builder = makeBuilder({ type: typeOf(this.#node, types), nullValues: [null, undefined] });
      for (const row of rows) builder.append(row);
      return builder.finish().toVector() as Vector;
    });
  }

  #assembleLeaf(
    { schemaPath, chunks, maxDefinition, maxRepetition, ...leaf }: LeafLayout,
    group: number,
    bytes: Uint8Array,
  ): Assembled {
    const { codec, numValues } = chunks[group]!;
    const layout = { schemaPath, chunks, maxDefinition, maxRepetition, ...leaf };
    const sink = leafSink(layout, numValues, { context: this.#leafContext(), place: this.#place(layout) });
    const definition = new Uint8Array(numValues).fill(maxDefinition);
    const repetition = new Uint8Array(maxRepetition > 0 ? numValues : 0);
    let at = 0;
    sink.beginChunk();
    for (const page of pagesOf({ bytes, codec, numValues, maxDefinition, maxRepetition }, this.#context.decompress)) {
      if (page.kind === "data") {
        if (page.definition !== undefined) definition.set(page.definition, at);
        if (page.repetition !== undefined) repetition.set(page.repetition, at);
        at += page.numValues;
        sink.add(presentOnly(page));
      } else sink.add(page);
    }
    const values = buildableValues(sink.finish(), sink.rows);
    checkRepetition(repetition, maxRepetition);
    // The assembler only indexes its levels, which it declares as plain arrays.
    const levels = [definition, repetition] as unknown as [number[], number[]];
    return assembleLists([], ...levels, values, [...schemaPath]) as Assembled;
  }

  #assembleGroup(group: number): unknown[] {
    const rows = this.#rowGroupRows[group]!;
    const leaves = this.#groups.get(group) ?? new Map<number, Assembled>();
    this.#groups.delete(group);
    const data = new Map<string, Assembled>();
    for (const [index, { schemaPath }] of this.#column.leaves.entries()) {
      data.set(schemaPath.at(-1)!.path.join("."), rows === 0 ? [] : (leaves.get(index) ?? []));
    }
    assembleNested(data, this.#node, DEFAULT_PARSERS);
    const assembled = data.get(this.#column.name) ?? [];
    if (assembled.length !== rows)
      throw new PageFault(`${assembled.length} rows were assembled, the group has ${rows}`);
    return assembled;
  }

  #checkLevels({ chunks, maxDefinition, ...leaf }: LeafLayout): void {
    const claimed = chunks.reduce((sum, { numValues }) => sum + numValues, 0) * maxDefinition;
    const limit = this.#context.maxNestedLevels;
    const place = this.#place({ chunks, maxDefinition, ...leaf });
    if (claimed > limit) throw new TableTooLargeError(place, "nested levels", { claimed, limit });
  }

  #place({ schemaPath }: LeafLayout): TablePlace {
    return { key: this.#context.key, column: schemaPath.at(-1)!.path.join(".") };
  }

  /** Text inside rows is made into strings at once; codes would not survive. */
  #leafContext(): CollectorContext {
    return { ...this.#context, pandas: undefined, encoding: "plain" };
  }
}

/** The same page as if its values were all there: nulls are the levels' matter. */
function presentOnly(page: DataPage): DataPage {
  return { ...page, numValues: page.numPresent, definition: undefined };
}

function checkRepetition(levels: Uint8Array, max: number): void {
  if (levels.length > 0 && levels[0] !== 0) throw new PageFault("a row group begins within a row");
  if (levels.some((level) => level > max)) throw new PageFault(`a repetition level beyond ${max}`);
}

/**
 * The tree as the assembler is given it: maps become lists of (key, value) structs, so that keys keep their type;
 * variants stay the structs they are.
 */
function withMapsAsLists(node: SchemaNode): SchemaNode {
  const { converted_type, logical_type, ...element } = node.element;
  const children = node.children.map(withMapsAsLists);
  const repeated = children[0];
  const isContainer = converted_type === "LIST" || converted_type === "MAP" || converted_type === "MAP_KEY_VALUE";
  const isList = isContainer && children.length === 1 && repeated?.element.repetition_type === "REPEATED";
  if (!isList) return { ...node, element, children };
  const items = repeated.children.length > 1 ? { ...repeated, children: [structWithin(repeated)] } : repeated;
  return { ...node, element: { ...element, converted_type: "LIST" }, children: [items] };
}

/** The assembler takes lists whose repeated group has one child only: a required struct in between changes no level. */
function structWithin(repeated: SchemaNode): SchemaNode {
  const element = { name: "entry", repetition_type: "REQUIRED" } as const;
  return { ...repeated, element, path: [...repeated.path, "entry"] };
}

/** The Arrow type that matches what the assembler makes of a node; takes leaf types from the front of `leaves`. */
function typeOf(node: SchemaNode, leaves: DataType[]): DataType {
  const { element, children } = node;
  if (children.length === 0) {
    const leaf = leaves.shift()!;
    return element.repetition_type === "REPEATED" ? listOf(leaf) : leaf;
  }
  const item = children[0]!.children[0] ?? children[0]!;
  if (element.converted_type === "LIST") return listOf(item === children[0] ? leaves.shift()! : typeOf(item, leaves));
  const struct = structOf(node, leaves);
  return element.repetition_type === "REPEATED" ? listOf(struct) : struct;
}

function structOf(node: SchemaNode, leaves: DataType[]): DataType {
  return new Struct(
    node.children.map((child) => Field.new({ name: child.element.name, type: typeOf(child, leaves), nullable: true })),
  );
}

function listOf(type: DataType): DataType {
  return new List(Field.new({ name: "item", type, nullable: true }));
}
