import { describe, expect, test } from "vitest";
import { capitalizedAlf, dromedary, isAlfError, readableAlf, type ToAlfOptions, toAlf } from "../src/index.ts";
import { expected, outcome, vectors } from "./vectors.ts";

describe("building names", () => {
  test.each(vectors("toalf", "to_alf"))("$id: $args $kwargs gives $result $error", (vector) => {
    const [object, attribute, extension] = vector.args as [string, string, string];
    expect(outcome(vector, () => toAlf(object, attribute, extension, vector.kwargs as ToAlfOptions))).toEqual(
      expected(vector),
    );
  });

  test.each(vectors("toalf", "dromedary"))("$id: $args in camel case is $result", ({ args, result }) => {
    expect(dromedary(args[0] as string)).toBe(result);
  });

  test.each(vectors("toalf", "readableALF"))("$id: $args in words is $result", ({ args, kwargs, result }) => {
    expect((kwargs?.["capitalize"] ? capitalizedAlf : readableAlf)(args[0] as string)).toBe(result);
  });

  test.each([
    ["_times", "o._times.npy"],
    ["_x_times", "o.X_times.npy"],
    ["times_times", "o.times_times.npy"],
    ["RFMaps", "o.rFMaps.npy"],
    ["fooBar_bazQux", "o.foobarBazqux.npy"],
  ])("attribute %s gives %s", (attribute, name) => {
    expect(toAlf("o", attribute, "npy")).toBe(name);
  });

  test.each([
    ["Data", " data"],
    ["AB2c", "A b2c"],
    ["ABCs", "ABCs"],
    ["v2Data", "v2 data"],
  ])("%s in words is %j", (name, words) => {
    expect(readableAlf(name)).toBe(words);
  });

  test("a dot in one timescale of several is refused; Python lets it through (only with compat)", () => {
    const timescale = ["x.y"];
    expect(() => toAlf("o", "a", "npy", { timescale })).toThrow(expect.objectContaining({ argument: "timescale" }));
    expect(toAlf("o", "a", "npy", { timescale, compat: true })).toBe("o.a_x.y.npy");
  });

  test.each(["", "_o"])("object %j is refused", (object) => {
    expect(() => toAlf(object, "a", "npy")).toThrow(expect.objectContaining({ code: "alf/invalid-argument" }));
  });

  test("emptiness stops Python with IndexError (only with compat)", () => {
    const defect = expect.objectContaining({ code: "alf/reference-defect", pythonClass: "IndexError" });
    expect(() => toAlf("", "a", "npy", { compat: true })).toThrow(defect);
    expect(() => capitalizedAlf("", { compat: true })).toThrow(defect);
  });

  test("nothing to capitalize is an error of this package", () => {
    expect(() => capitalizedAlf("")).toThrow(expect.toSatisfy((error: unknown) => isAlfError(error)));
  });
});
