import { createHash, randomBytes } from "node:crypto";
import { type Kysely } from "kysely";
import { type LabDatabase } from "../../database/lab-database.ts";
import { type Tables } from "../../database/tables.ts";
import { UnknownUserError } from "./errors.ts";

/** What the database holds of a token. */
const digestOf = (token: string): string => createHash("sha256").update(token).digest("hex");

/** Who sends a request. */
export interface Account {
  readonly id: string;
  readonly username: string;
  /** May read only. */
  readonly isPublic: boolean;
  readonly isStaff: boolean;
}

/** Makes a token valid for a user. */
export async function storeToken(db: Kysely<Tables>, userId: string, token: string): Promise<void> {
  await db
    .insertInto("auth_token")
    .values({ digest: digestOf(token), user_id: userId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Who a token belongs to; `undefined` for a token that is not valid, or a user who is not active. */
export async function findAccount(db: Kysely<Tables>, token: string): Promise<Account | undefined> {
  const row = await db
    .selectFrom("auth_token")
    .innerJoin("lab_member", "lab_member.id", "auth_token.user_id")
    .select(["lab_member.id", "lab_member.username", "lab_member.is_public_user", "lab_member.is_staff"])
    .where("auth_token.digest", "=", digestOf(token))
    .where("lab_member.is_active", "=", true)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return { id: row.id, username: row.username, isPublic: row.is_public_user, isStaff: row.is_staff };
}

/**
 * Makes a new token for a user, without a password.
 *
 * @returns 40 hexadecimal digits. They are shown once; the database holds only their hash.
 * @throws UnknownUserError if there is no such user.
 */
export async function createToken(database: LabDatabase, username: string): Promise<string> {
  const { db } = database;
  const user = await db.selectFrom("lab_member").select("id").where("username", "=", username).executeTakeFirst();
  if (user === undefined) throw new UnknownUserError(username);
  const token = randomBytes(20).toString("hex");
  await storeToken(db, user.id, token);
  return token;
}

/**
 * Makes every token of a user void; the next login gives another one.
 *
 * @throws UnknownUserError if there is no such user.
 */
export async function revokeTokens(database: LabDatabase, username: string): Promise<void> {
  await database.db.transaction().execute(async (transaction) => {
    const user = await transaction
      .updateTable("lab_member")
      .set((eb) => ({ token_generation: eb("token_generation", "+", 1) }))
      .where("username", "=", username)
      .returning("id")
      .executeTakeFirst();
    if (user === undefined) throw new UnknownUserError(username);
    await transaction.deleteFrom("auth_token").where("user_id", "=", user.id).execute();
  });
}
