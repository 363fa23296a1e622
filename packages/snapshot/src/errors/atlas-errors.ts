import { DataError } from "@neurophys/alf";
import { shown } from "./note-errors.ts";

/** There is no such probe insertion, or no session of it. Python: a logged error and two nulls. */
export class InsertionNotFoundError extends DataError {
  override readonly name = "InsertionNotFoundError";
  readonly code = "snapshot/insertion-not-found";
  /** Id that was asked for. */
  readonly pid: string;

  constructor(pid: string, what: string, options?: ErrorOptions) {
    super(`Probe insertion ${pid} has no ${what} (expected one in the database)`, options);
    this.pid = pid;
  }
}

/** The channels of a probe cannot be placed: the insertion lacks what its histology status promises. Python: `KeyError`, `IndexError`. */
export class HistologyIncompleteError extends DataError {
  override readonly name = "HistologyIncompleteError";
  readonly code = "snapshot/histology-incomplete";
  /** Id of the insertion. */
  readonly pid: string;

  constructor(pid: string, missing: string, options?: ErrorOptions) {
    super(
      `Channels of insertion ${pid} cannot be placed without ${missing} (expected it, as its histology status says)`,
      options,
    );
    this.pid = pid;
  }
}

/** A place that is not in the volume of the atlas. Python: `ValueError`. */
export class OutsideAtlasError extends DataError {
  override readonly name = "OutsideAtlasError";
  readonly code = "snapshot/outside-atlas";
  /** Axis on which it lies outside: x is medio-lateral, y antero-posterior, z dorso-ventral. */
  readonly axis: "x" | "y" | "z";
  /** Place on that axis, in metres. */
  readonly value: number;

  constructor(axis: "x" | "y" | "z", value: number, limits: readonly [number, number], options?: ErrorOptions) {
    super(`${axis} = ${value} m lies outside of the atlas (expected ${limits[0]} to ${limits[1]} m)`, options);
    this.axis = axis;
    this.value = value;
  }
}

/** Bytes that are no volume of an atlas, or one of another form than is read here. */
export class InvalidVolumeError extends DataError {
  override readonly name = "InvalidVolumeError";
  readonly code = "snapshot/invalid-volume";

  constructor(found: string, expected: string, options?: ErrorOptions) {
    super(`Not an annotation volume: ${found} (expected ${expected})`, options);
  }
}

/** A table that is no ontology of brain regions. */
export class InvalidOntologyError extends DataError {
  override readonly name = "InvalidOntologyError";
  readonly code = "snapshot/invalid-ontology";

  constructor(found: string, expected: string, options?: ErrorOptions) {
    super(`Not a table of brain regions: ${found} (expected ${expected})`, options);
  }
}

/** The atlas has no region of that id, acronym or index. */
export class UnknownRegionError extends DataError {
  override readonly name = "UnknownRegionError";
  readonly code = "snapshot/unknown-region";
  /** As given. */
  readonly region: number | string;

  constructor(region: number | string, options?: ErrorOptions) {
    super(`No brain region ${shown(region)} (expected one of the table)`, options);
    this.region = region;
  }
}

/** No mapping of regions has that name. */
export class UnknownMappingError extends DataError {
  override readonly name = "UnknownMappingError";
  readonly code = "snapshot/unknown-mapping";
  /** As given. */
  readonly mapping: string;

  constructor(mapping: string, known: readonly string[], options?: ErrorOptions) {
    super(`No mapping ${shown(mapping)} of brain regions (expected one of ${known.map(shown).join(", ")})`, options);
    this.mapping = mapping;
  }
}
