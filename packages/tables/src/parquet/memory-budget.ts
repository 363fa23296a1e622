/** Arrow's 32-bit offsets count no further. */
export const MAX_COLUMN_BYTES: number = 2 ** 31 - 1;

/** Reading takes more memory than the file can justify. */
export class BudgetFault extends Error {
  readonly claimed: number;
  readonly limit: number;

  constructor(claimed: number, limit: number) {
    super(`${claimed} bytes`);
    this.claimed = claimed;
    this.limit = limit;
  }
}

/**
 * What the columns of one call may take. Formats made for repetition hold a table of many rows in a few bytes, so its
 * size alone says little; but a file of a kilobyte has no business filling the machine.
 */
export class MemoryBudget {
  readonly limit: number;
  #taken = 0;

  /** @param limit - Bytes. */
  constructor(limit: number) {
    this.limit = limit;
  }

  /**
   * Note that `bytes` more are about to be allocated.
   *
   * @throws BudgetFault if that would be more than the limit.
   */
  take(bytes: number): void {
    this.#taken += bytes;
    if (this.#taken > this.limit) throw new BudgetFault(this.#taken, this.limit);
  }
}
