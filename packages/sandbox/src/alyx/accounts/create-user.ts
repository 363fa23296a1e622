import { type LabDatabase } from "../../database/lab-database.ts";
import { InvalidUserError } from "./errors.ts";
import { hashPassword } from "./password.ts";

/** A user to make. */
export interface NewUser {
  /** Letters, digits and `@ . + - _`. */
  readonly username: string;
  /** Without one, the user can log in only with a token. */
  readonly password?: string | undefined;
  readonly email?: string | undefined;
  readonly isStaff?: boolean | undefined;
  /** True for a user who may read only. */
  readonly isPublic?: boolean | undefined;
  /** Name of the lab to join; made if there is none of this name. */
  readonly lab?: string | undefined;
}

/** Django's rule for names. */
const USERNAME = /^[\p{L}\p{N}_.@+-]{1,150}$/u;

/**
 * Makes a user who can log in.
 *
 * @returns the user's id.
 * @throws InvalidUserError if the name is not allowed or taken.
 */
export async function createUser(database: LabDatabase, user: NewUser): Promise<string> {
  const { username, password, email = "", isStaff = false, isPublic = false, lab } = user;
  if (!USERNAME.test(username)) throw new InvalidUserError(username, "1 to 150 letters, digits or @ . + - _");
  const hash = password === undefined ? "" : await hashPassword(password);
  return await database.db.transaction().execute(async (transaction) => {
    const made = await transaction
      .insertInto("lab_member")
      .values({ username, password: hash, email, is_staff: isStaff, is_public_user: isPublic })
      .onConflict((conflict) => conflict.column("username").doNothing())
      .returning("id")
      .executeTakeFirst();
    if (made === undefined) throw new InvalidUserError(username, "a name that is not taken");
    if (lab === undefined) return made.id;
    await transaction
      .insertInto("lab")
      .values({ name: lab })
      .onConflict((conflict) => conflict.column("name").doNothing())
      .execute();
    const { id: lab_id } = await transaction
      .selectFrom("lab")
      .select("id")
      .where("name", "=", lab)
      .executeTakeFirstOrThrow();
    await transaction
      .insertInto("lab_membership")
      .values({ user_id: made.id, lab_id, start_date: new Date().toISOString().slice(0, 10) })
      .execute();
    return made.id;
  });
}
