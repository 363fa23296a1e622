/** Same symbol in every copy of this package, so the guards agree when two versions are installed. */
const BRAND: symbol = Symbol.for("@neurophys/data-error");

/** Base of every error that a neurophys package throws on purpose. Narrow on `code`, never with `instanceof`. */
export abstract class DataError extends Error {
  /** Stable and part of the public API: `package/what-is-wrong`. */
  abstract readonly code: string;
  /** Name of the class, kept through minification. */
  declare readonly name: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    Object.defineProperty(this, BRAND, { value: true });
  }
}

/** True for any error of these packages, whichever installed copy of them made it. */
export function isDataError(error: unknown): error is DataError {
  return typeof error === "object" && error !== null && BRAND in error;
}

/** What an error's guard looks at. */
export interface Coded<C> {
  /** One of the codes asked for. */
  readonly code: C;
}

/** A guard over one package's error union, narrowed further by codes. */
export type ErrorGuard<E extends DataError> = <C extends E["code"]>(
  error: unknown,
  ...codes: readonly C[]
) => error is Extract<E, Coded<C>>;

/**
 * Make the guard of one package from its error union; each package exports one of these.
 *
 * @param prefix - What the package's codes begin with, e.g. `"alf/"`.
 */
export function errorGuard<E extends DataError>(prefix: `${string}/`): ErrorGuard<E> {
  return <C extends E["code"]>(error: unknown, ...codes: readonly C[]): error is Extract<E, Coded<C>> =>
    isDataError(error) &&
    (codes.length === 0 ? error.code.startsWith(prefix) : codes.some((code) => code === error.code));
}
