/**
 * Something a caller may want to know though the call went on: never printed, handed to an `onWarning` callback.
 *
 * `category` keeps the class name that the Python original uses, so that filters written for it can be carried over.
 */
export interface DataWarning {
  /** Stable and part of the public API: `package/what-happened`. */
  readonly code: string;
  /** Class of the warning in Python. */
  readonly category: "ALFWarning" | "UserWarning" | "RuntimeWarning";
  /** What happened, for people. */
  readonly message: string;
}

/** Receives warnings. Without one they are dropped. */
export type OnWarning = (warning: DataWarning) => void;
