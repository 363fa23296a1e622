import { type LabDatabase } from "../database/lab-database.ts";
import { UnprotectedHostError } from "./errors.ts";
import { isLoopback } from "./loopback.ts";

/** How a sandbox is to be reached. */
export interface Protection {
  readonly host: string;
  /** Whether files need a login, or need none on purpose. */
  readonly hasDataLogin: boolean;
}

/**
 * Make sure that nothing is open to other machines by accident.
 *
 * @throws {@link UnprotectedHostError} if `host` is not loopback, and no active user has a password, or the data server
 *   asks for no login.
 */
export async function checkProtected({ db }: LabDatabase, { host, hasDataLogin }: Protection): Promise<void> {
  if (isLoopback(host)) return;
  const user = await db
    .selectFrom("lab_member")
    .select("id")
    .where("is_active", "=", true)
    .where("password", "<>", "")
    .executeTakeFirst();
  if (user === undefined) throw new UnprotectedHostError(host, "user with a password");
  if (!hasDataLogin) throw new UnprotectedHostError(host, "login for the data server");
}
