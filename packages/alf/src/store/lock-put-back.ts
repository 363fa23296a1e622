import { setTimeout as sleep } from "node:timers/promises";
import { isLockOf } from "./lock-owner.ts";

const PAUSE_MS = 5;
const LOOKS = 40;

/**
 * Whether a lock file is there and was made with a token. Whoever removes a forgotten lock may take a living one aside by
 * mistake, and puts it back at once: as long as the file has a name that is not accounted for, it may be under way.
 *
 * @param countNames - How many such names the lock's file has, by a descriptor of it; none if that fails, as after a release.
 */
export async function isLockInPlace(path: string, token: string, countNames: () => Promise<number>): Promise<boolean> {
  for (let looks = 0; looks < LOOKS; looks += 1) {
    if (await isLockOf(path, token)) return true;
    if ((await countNames().catch(() => 0)) <= 0) return false;
    await sleep(PAUSE_MS);
  }
  return false;
}
