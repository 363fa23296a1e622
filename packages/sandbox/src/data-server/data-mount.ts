/** A folder that the data server serves, and the path of URLs under which it does. */
export interface DataMount {
  /** First parts of the path, e.g. `"churchlandlab/Subjects"`; `""` for the root. */
  readonly prefix: string;
  /** Absolute path of the folder. */
  readonly folder: string;
}
