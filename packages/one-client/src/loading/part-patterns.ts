import { type TextPattern } from "@neurophys/alf/filter";

/** Patterns by part of a file name, besides the object; only datasets that fit all are taken. */
export interface PartPatterns {
  /** Between underscores before the object, e.g. `"ibl"`; `""` for none. */
  readonly namespace?: TextPattern;
  /** E.g. `"times"` or `["times", "clusters"]`. */
  readonly attribute?: TextPattern;
  /** After the attribute, e.g. `"bpod"`; `""` for none. */
  readonly timescale?: TextPattern;
  /** Between attribute and extension; `""` for none. */
  readonly extra?: TextPattern;
  /** Without its dot, e.g. `"npy"`. */
  readonly extension?: TextPattern;
}
