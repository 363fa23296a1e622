import { InvalidArgumentError } from "./errors.ts";

/** Quality levels of datasets and sessions, worse is larger. */
export const QC = {
  /** Nobody looked. */
  NOT_SET: 0,
  /** Good. */
  PASS: 10,
  /** Usable with care. */
  WARNING: 30,
  /** Not to be used without a reason. */
  FAIL: 40,
  /** Not to be used. */
  CRITICAL: 50,
} as const;

/** Name of a quality level, as tables and Alyx hold it. */
export type QcName = keyof typeof QC;

/** Number of a quality level. */
export type QcLevel = (typeof QC)[QcName];

/** Names of the levels, best first. */
export const QC_NAMES: readonly QcName[] = Object.keys(QC) as QcName[];

/**
 * The quality level that a name (any case), a number or the digits of a number stands for.
 *
 * @throws {@link InvalidArgumentError} if it stands for none.
 * @see Source: `QC.validate` in `one/alf/spec.py`; the result is the name, `QC[name]` its number.
 */
export function validateQc(value: unknown): QcName {
  const isDigits = typeof value === "string" && /^\p{N}+$/u.test(value);
  const found = QC_NAMES.find((name) =>
    typeof value === "string" && !isDigits
      ? name === value.toUpperCase()
      : QC[name] === (isDigits ? Number(value) : value),
  );
  if (found === undefined) throw new InvalidArgumentError("QC", value, QC_NAMES.join(", "));
  return found;
}

/**
 * Whether a quality is as good as a level or better.
 *
 * @param quality - Name or number of the dataset's quality; `null` and `undefined` are unknown and never good enough.
 * @param level - Worst level that is accepted.
 * @param ignoreNotSet - Refuse `NOT_SET` too, the best level otherwise.
 * @throws {@link InvalidArgumentError} if either stands for no level.
 */
export function qcAtMost(
  quality: QcName | QcLevel | null | undefined,
  level: QcName | QcLevel,
  ignoreNotSet: boolean = false,
): boolean {
  const limit = QC[validateQc(level)];
  if (quality === null || quality === undefined) return false;
  const found = QC[validateQc(quality)];
  return found <= limit && !(ignoreNotSet && found === QC.NOT_SET);
}
