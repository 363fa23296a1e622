import { QC, type QcLevel, type QcName, validateQc } from "@neurophys/alf";
import { compileDatasetPattern, type DatasetPatternOptions } from "@neurophys/alf/filter";
import { type RowRange } from "../tables/session-rows.ts";
import { type DatasetView } from "./dataset-view.ts";

/** Which datasets to list. */
export interface DatasetFilter {
  /**
   * File name, several of them, or patterns by part (`{ object: "spikes" }`). Without one, names that follow the ALF
   * rule.
   */
  readonly filename?: DatasetPatternOptions["filename"];
  /** Collection, e.g. `"alf/probe00"`; `""` is the session folder itself. */
  readonly collection?: DatasetPatternOptions["collection"];
  /** Revision, without `#`; `""` is none. */
  readonly revision?: DatasetPatternOptions["revision"];
  /** Worst quality to list. Default: `"FAIL"`, as in the original, so that `CRITICAL` is left out. */
  readonly qc?: QcName | QcLevel | string | undefined;
  /** Leave out datasets without a quality too. Default: false. */
  readonly ignoreQcNotSet?: boolean | undefined;
}

/** How the patterns of a {@link DatasetFilter} are understood. */
export interface PatternMode {
  /** Shell patterns; Python's regular expressions otherwise. */
  readonly wildcards: boolean;
  /** Match as the original does, see `dataset-filter` in the list of compat names. */
  readonly compat: boolean;
}

/** Compiled patterns by what they were made of; a pattern costs more than the listing of a session. */
const compiled = new Map<string, (relPath: string) => boolean>();
const COMPILED_KEPT = 64;

/**
 * Rows of a range whose path and quality fit, in table order.
 *
 * @throws InvalidArgumentError if the quality is none.
 * @throws UnknownNameError, InvalidPatternError or UnsupportedPatternError if a pattern cannot be used.
 */
export function filterRows(view: DatasetView, range: RowRange, filter: DatasetFilter & PatternMode): Int32Array {
  const { codes, values } = view.paths;
  const isGood = qualityTest(view, filter);
  const accepts = pattern(filter);
  const rows = new Int32Array(range.end - range.start);
  let count = 0;
  if (rows.length < values.length) {
    // a session's few rows: paths hardly repeat
    for (let row = range.start; row < range.end; row++) {
      if (accepts(values[codes[row] as number] ?? "") && isGood.accepted[isGood.codes[row] as number] === 1) {
        rows[count++] = row;
      }
    }
  } else {
    const accepted = Uint8Array.from(values, (value) => (accepts(value) ? 1 : 0));
    for (let row = range.start; row < range.end; row++) {
      if (accepted[codes[row] as number] === 1 && isGood.accepted[isGood.codes[row] as number] === 1) {
        rows[count++] = row;
      }
    }
  }
  return count === rows.length ? rows : rows.slice(0, count);
}

/** The rows of a list that fit. */
export function filterSelectedRows(
  view: DatasetView,
  rows: Int32Array,
  filter: DatasetFilter & PatternMode,
): Int32Array {
  const { codes, values } = view.paths;
  const accepts = pattern(filter);
  const isGood = qualityTest(view, filter);
  const tested = new Map<number, boolean>();
  return rows.filter((row) => {
    const code = codes[row] as number;
    const fits = tested.get(code) ?? accepts(values[code] ?? "");
    tested.set(code, fits);
    return fits && isGood.accepted[isGood.codes[row] as number] === 1;
  });
}

function pattern(filter: DatasetFilter & PatternMode): (relPath: string) => boolean {
  const { filename, collection, revision, wildcards, compat } = filter;
  const options: DatasetPatternOptions = {
    filename,
    collection,
    revision,
    revisionLastBefore: false,
    wildcards,
    compat,
  };
  const key = JSON.stringify(options);
  let test = compiled.get(key);
  if (test === undefined) {
    test = compileDatasetPattern(options);
    if (compiled.size >= COMPILED_KEPT) compiled.clear();
    compiled.set(key, test);
  }
  return test;
}

/** Which quality codes are good enough; a missing quality never is. */
function qualityTest(
  view: DatasetView,
  filter: DatasetFilter,
): { readonly codes: ArrayLike<number>; readonly accepted: Uint8Array } {
  const limit = QC[validateQc(filter.qc ?? "FAIL")];
  const accepts = (name: string): number => {
    const level = QC[name as QcName] as QcLevel | undefined;
    return level !== undefined && level <= limit && !(filter.ignoreQcNotSet && level === QC.NOT_SET) ? 1 : 0;
  };
  if (view.qc === undefined) return { codes: view.paths.codes, accepted: notSetForAll(view, accepts("NOT_SET")) };
  return { codes: view.qc.codes, accepted: Uint8Array.from(view.qc.values, accepts) };
}

/** In a table without qualities every path has the same one. */
function notSetForAll(view: DatasetView, accepted: number): Uint8Array {
  return new Uint8Array(view.paths.values.length).fill(accepted);
}
