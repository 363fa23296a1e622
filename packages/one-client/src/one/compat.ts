/**
 * Defects of the reference that can be switched on again, for scripts that rely on them; each is named by what it does.
 *
 * The README lists them with the number they have in the comparison with the original.
 */
export const PYTHON_COMPAT = [
  /** O5: without wildcards a list of values is searched as one literal text, joined by `|`. */
  "joined-literals",
  /** O7: a single date with a time of day is a range that begins then, so it finds no session of its day. */
  "date-with-time",
  /** O8: `dataset_qc_lte` without `datasets` finds no session. */
  "quality-alone-finds-none",
  /** A dataset in the session folder itself is not found by its name if the session has datasets in folders too. */
  "hidden-root-datasets",
  /**
   * O10–O16: only the first of several file names may lie in a collection, stars may cross folders, a part's pattern may
   * match a piece of the part, an empty part matches any, braces are errors; results are in order of path as soon as one
   * revision was dropped, and a dataset without default revision is warned about even if it has no other.
   */
  "dataset-filter",
  /** Objects are put together as the original does it, see the `compat` of `loadObject` in `@neurophys/alf/io`. */
  "object-assembly",
  /** O19: an empty revision asks for the default one. */
  "empty-revision-ignored",
  /** O21: a relative path that matches several datasets is an unpacking error. */
  "unpack-error",
  /** O24: `loadCollection` uses the revision as collection, and so finds nothing with one. */
  "collection-revision-misplaced",
  /** O36: the subject of a reference may be a part of the subject's name. */
  "partial-reference-subject",
  /** O37: a subject with a dot is cut at it in references made from paths. */
  "reference-subject-words",
  /** O38: a reference with a date as text and a sequence as number is an error. */
  "untyped-reference-error",
] as const;

/** Name of one defect of the reference that can be switched on again. */
export type CompatName = (typeof PYTHON_COMPAT)[number];

/** Options of functions whose result one of the named defects changes. */
export interface CompatOptions {
  /** Defects of the reference to reproduce; none by default. */
  readonly compat?: readonly CompatName[] | undefined;
}
