import { describe, expect, test } from "vitest";
import { BrainRegions } from "../../src/atlas/brain-regions.ts";
import { mappingOnto, parseMappings, parseOntology } from "../../src/atlas/parse-ontology.ts";

const bytes = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(new TextEncoder().encode(text));

/** As the Allen Institute gives it: many columns, colours as spreadsheets write them, paths with slashes. */
const TABLE = `id,atlas_id,name,acronym,parent_structure_id,depth,structure_id_path,color_hex_triplet,safe_name
997,-1,root,root,,0,/997/,FFFFFF,root
8,0,"Basic cell groups and regions",grey,997.0,1,/997/8/,BFDAE3,"Basic cell groups and regions"
1080,,"Hippocampal region",HIP,8.0,2,/997/8/1080/,7ED04B,Hippocampal region
382,,"Field CA1",CA1,1080.0,3,/997/8/1080/382/,7ED04B,Field CA1
407,,"Field CA1, pyramidal layer",CA1sp,382.0,4,/997/8/1080/382/407/,1F9D5A,"Field CA1, pyramidal layer"
1009,,fiber tracts,fiber tracts,997.0,1,/997/1009/,4d,fiber tracts
`;
const regions = new BrainRegions(parseOntology(bytes(TABLE)), new Map([["Beryl", mappingOnto([382, 1009, 997])]]));

describe("A table of the Allen Institute", () => {
  test("gives regions with what they are part of", () => {
    expect(regions.size).toBe(7);
    expect(regions.get(407)).toEqual({
      id: 407,
      acronym: "CA1sp",
      name: "Field CA1, pyramidal layer",
      parentId: 382,
      path: [997, 8, 1080, 382, 407],
      colour: "#1f9d5a",
    });
    expect(regions.get(0).acronym).toBe("void");
    expect(regions.get(997).parentId).toBeUndefined();
    expect(regions.get(1009).colour).toBe("#00004d");
    expect(regions.byAcronym("CA1").id).toBe(382);
  });

  test("needs no paths where it has parents", () => {
    const short = TABLE.replaceAll(/(,\d,)\/[\d/]+\//g, "$1").replaceAll(/(\d)\.0/g, "$1");
    expect(parseOntology(bytes(short)).map(({ path }) => path)).toEqual(
      parseOntology(bytes(TABLE)).map(({ path }) => path),
    );
  });

  test.each([
    ["id,name\n1,a\n", 'no column "acronym"'],
    ["id,acronym,name\nx,a,a\n", 'id "x" in row 0'],
    ["id,acronym,name,parent_structure_id\n1,a,a,2\n2,b,b,1\n", "within itself"],
  ])("is refused where it is none: %j", (text, message) => {
    expect(() => parseOntology(bytes(text))).toThrow(message);
  });

  test("is refused with an id twice", () => {
    expect(() => new BrainRegions([...regions, regions.get(8)])).toThrow("an id twice");
  });
});

describe("Regions", () => {
  test("of the left hemisphere have negative ids", () => {
    expect(regions.get(-382)).toMatchObject({
      id: -382,
      acronym: "CA1",
      parentId: -1080,
      path: [-997, -8, -1080, -382],
    });
    expect(regions.has(-382)).toBe(true);
    expect(regions.descendants(-1080).map(({ id }) => id)).toEqual([-382, -407]);
  });

  test("lie in others and hold others", () => {
    expect(regions.ancestors(382).map(({ acronym }) => acronym)).toEqual(["root", "grey", "HIP"]);
    expect(regions.descendants(8).map(({ acronym }) => acronym)).toEqual(["HIP", "CA1", "CA1sp"]);
    expect(regions.descendants(407)).toEqual([]);
  });

  test("that are not there are an error", () => {
    expect(() => regions.get(5)).toThrow("No brain region 5");
    expect(() => regions.byAcronym("V1")).toThrow('No brain region "V1"');
    expect(() => regions.remap([5], "Allen")).toThrow("No brain region 5");
  });

  test("map onto coarser ones, each hemisphere onto itself", () => {
    expect(regions.mappings).toEqual(["Allen", "Beryl"]);
    expect([...regions.remap([407, -407, 382, 1080, 1009, 0], "Beryl")]).toEqual([382, -382, 382, 997, 1009, 0]);
    expect([...regions.remap([407, -407], "Allen")]).toEqual([407, -407]);
    expect(() => regions.remap([8], "Swanson")).toThrow('No mapping "Swanson"');
  });

  test("map by a table of columns, where left ids follow the right ones", () => {
    const mappings = parseMappings(bytes("id,Beryl,Cosmos\n382,382,1080\n407,382,\n-382,-382,-1080\n8,997,997\n"));
    const mapped = new BrainRegions([...regions], mappings);
    expect(mapped.mappings).toEqual(["Allen", "Beryl", "Cosmos"]);
    expect([...mapped.remap([407, -382, 1080, 1009], "Cosmos")]).toEqual([1080, -1080, 997, 0]);
    expect(() => parseMappings(bytes("id\n1\n"))).toThrow("a table without a mapping");
  });
});
