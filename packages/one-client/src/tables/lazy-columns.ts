import { type Vector } from "apache-arrow";

/** Columns made when first asked for and kept; a column that could not be made is tried again next time. */
export class LazyColumns {
  readonly #made = new Map<string, Promise<Vector>>();
  readonly #make: (name: string) => Promise<Vector>;

  constructor(make: (name: string) => Promise<Vector>) {
    this.#make = make;
  }

  /** The column; the same promise for everybody who asks before it is there. */
  get(name: string): Promise<Vector> {
    const known = this.#made.get(name);
    if (known !== undefined) return known;
    const made = this.#make(name);
    this.#made.set(name, made);
    made.catch(() => this.#made.delete(name));
    return made;
  }
}
