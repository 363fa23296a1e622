import { InvalidOntologyError, UnknownMappingError, UnknownRegionError } from "../errors/atlas-errors.ts";

/** A region of the brain. */
export interface BrainRegion {
  /** Id in the ontology, 0 for what is no brain; negative in the left hemisphere. */
  readonly id: number;
  /** E.g. `"CA1"`. */
  readonly acronym: string;
  /** E.g. `"Field CA1"`. */
  readonly name: string;
  /** Id of the region that it is part of; `undefined` for the root. */
  readonly parentId: number | undefined;
  /** Ids from the root down to the region. */
  readonly path: readonly number[];
  /** For pictures, e.g. `"#7ed04b"`. */
  readonly colour: string;
}

/** What is outside of the brain. */
const VOID_REGION: BrainRegion = {
  id: 0,
  acronym: "void",
  name: "void",
  parentId: undefined,
  path: [0],
  colour: "#000000",
};

/** A mapping of regions onto coarser ones: id of the coarser region by id, of the right hemisphere. */
export type RegionMapping = ReadonlyMap<number, number>;

/**
 * The regions of an atlas: by id and by acronym, with what they are part of, and mappings onto coarser ones.
 *
 * Ids of the left hemisphere are the negative ones, in all that goes in and comes out.
 *
 * @see Source: `BrainRegions` in iblatlas, `iblatlas/regions.py`, which works with places in a table.
 */
export class BrainRegions {
  readonly #byId: ReadonlyMap<number, BrainRegion>;
  readonly #byAcronym: ReadonlyMap<string, BrainRegion>;
  readonly #mappings: ReadonlyMap<string, RegionMapping>;

  /**
   * @param regions - As `parseOntology` gives them, of the right hemisphere.
   * @param mappings - By name, e.g. as `parseMappings` gives them.
   * @throws {@link InvalidOntologyError} if an id is there twice.
   */
  constructor(regions: readonly BrainRegion[], mappings: ReadonlyMap<string, RegionMapping> = new Map()) {
    const all = regions.some(({ id }) => id === 0) ? regions : [VOID_REGION, ...regions];
    this.#byId = new Map(all.map((region) => [region.id, region]));
    if (this.#byId.size !== all.length) throw new InvalidOntologyError("an id twice", "each id once");
    this.#byAcronym = new Map(all.map((region) => [region.acronym, region]));
    this.#mappings = mappings;
  }

  /** How many there are, with what is outside of the brain, of one hemisphere. */
  get size(): number {
    return this.#byId.size;
  }

  /** Names of the mappings, after `"Allen"`, the regions as they are. */
  get mappings(): readonly string[] {
    return ["Allen", ...this.#mappings.keys()];
  }

  /** All regions of the right hemisphere, in the order of the table. */
  [Symbol.iterator](): IterableIterator<BrainRegion> {
    return this.#byId.values();
  }

  /** True if there is a region of that id, in either hemisphere. */
  has(id: number): boolean {
    return this.#byId.has(Math.abs(id));
  }

  /** A region by its id. @throws {@link UnknownRegionError} if there is none. */
  get(id: number): BrainRegion {
    const region = this.#byId.get(Math.abs(id));
    if (region === undefined) throw new UnknownRegionError(id);
    if (id >= 0) return region;
    const { parentId, path } = region;
    return {
      ...region,
      id,
      parentId: parentId === undefined ? undefined : -parentId,
      path: path.map((above) => -above),
    };
  }

  /** A region of the right hemisphere by its acronym. @throws {@link UnknownRegionError} if there is none. */
  byAcronym(acronym: string): BrainRegion {
    const region = this.#byAcronym.get(acronym);
    if (region === undefined) throw new UnknownRegionError(acronym);
    return region;
  }

  /** The regions that one is part of, from the root down. @throws {@link UnknownRegionError} if there is no such one. */
  ancestors(id: number): readonly BrainRegion[] {
    return this.get(id)
      .path.slice(0, -1)
      .filter((above) => this.has(above))
      .map((above) => this.get(above));
  }

  /** The regions that are part of one, at any depth, in the order of the table. */
  descendants(id: number): readonly BrainRegion[] {
    this.get(id);
    const inside = [...this].filter(({ path }) => path.slice(0, -1).includes(Math.abs(id)));
    return id < 0 ? inside.map((region) => this.get(-region.id)) : inside;
  }

  /**
   * Ids of coarser regions.
   *
   * @param ids - Of any hemisphere, which stays the same.
   * @param mapping - One of {@link BrainRegions.mappings}. A region that it does not have takes that of the nearest
   *   region above it which it has.
   * @returns Shape `(nIds,)`; 0 where the mapping has neither.
   * @throws {@link UnknownMappingError} or {@link UnknownRegionError} if there is no such one.
   * @see Source: `BrainRegions.remap` in iblatlas.
   */
  remap(ids: ArrayLike<number>, mapping: string): Int32Array<ArrayBuffer> {
    if (mapping === "Allen") return Int32Array.from(ids, (id) => this.get(id).id);
    const table = this.#mappings.get(mapping);
    if (table === undefined) throw new UnknownMappingError(mapping, this.mappings);
    const known = new Map<number, number>();
    return Int32Array.from(ids, (id) => {
      const mapped = known.get(id) ?? this.#mapped(table, id);
      known.set(id, mapped);
      return mapped;
    });
  }

  #mapped(table: RegionMapping, id: number): number {
    const { path } = this.get(Math.abs(id));
    const source = path.findLast((above) => table.has(above));
    const target = source === undefined ? 0 : (table.get(source) ?? 0);
    return id < 0 && target !== 0 ? -target : target;
  }
}
