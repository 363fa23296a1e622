import { randomBytes } from "node:crypto";
import { createUser } from "../alyx/accounts/create-user.ts";
import { hashPassword } from "../alyx/accounts/password.ts";
import { createToken, revokeTokens } from "../alyx/accounts/tokens.ts";
import { type LabDatabase } from "../database/lab-database.ts";

/** Who may log in to a sandbox. */
export interface SandboxUser {
  readonly username: string;
  readonly password: string;
  /** Valid until the sandbox is opened for this user again. */
  readonly token: string;
}

/** A password that nobody guesses: 144 random bits, in characters that need no quoting anywhere. */
export function randomPassword(): string {
  return randomBytes(18).toString("base64url");
}

/**
 * Make sure that a user can log in with a password, and make a token.
 *
 * A user who is there gets the password, and tokens made before become void: a database that is opened again has no way
 * to tell the old one.
 */
export async function ensureUser(
  database: LabDatabase,
  { username, password = randomPassword() }: { readonly username: string; readonly password?: string | undefined },
): Promise<SandboxUser> {
  const { db } = database;
  const existing = await db.selectFrom("lab_member").select("id").where("username", "=", username).executeTakeFirst();
  if (existing === undefined) await createUser(database, { username, password });
  else {
    await db
      .updateTable("lab_member")
      .set({ password: await hashPassword(password), is_active: true })
      .where("id", "=", existing.id)
      .execute();
    await revokeTokens(database, username);
  }
  return { username, password, token: await createToken(database, username) };
}
