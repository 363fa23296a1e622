import { type Context } from "hono";
import { checkPassword, loginToken } from "../accounts/password.ts";
import { storeToken } from "../accounts/tokens.ts";
import { answer } from "../rest/answers.ts";
import { isObject, readAnyBody } from "../rest/read-body.ts";
import { refuse, refuseFields } from "../rest/refusal.ts";
import { type Server } from "../rest/server.ts";

function credential(body: Record<string, unknown>, name: string): string | { readonly error: string } {
  const value = body[name];
  if (value === undefined) return { error: "This field is required." };
  if (value === null) return { error: "This field may not be null." };
  if (typeof value !== "string" && typeof value !== "number") return { error: "Not a valid string." };
  return value === "" ? { error: "This field may not be blank." } : String(value);
}

/**
 * Answers a login with a token: the same at every login until the password changes or the tokens are revoked.
 *
 * @see Source: `/auth-token` of Alyx, which keeps the tokens themselves.
 */
export async function logIn(server: Server, context: Context): Promise<Response> {
  if (context.req.method !== "POST") throw refuse(405, `Method "${context.req.method}" not allowed.`);
  const sent = await readAnyBody(context);
  const body = isObject(sent) ? sent : {};
  const username = credential(body, "username");
  const password = credential(body, "password");
  if (typeof username !== "string" || typeof password !== "string") {
    throw refuseFields({
      ...(typeof username === "string" ? {} : { username: [username.error] }),
      ...(typeof password === "string" ? {} : { password: [password.error] }),
    });
  }
  const user = await server.db
    .selectFrom("lab_member")
    .select(["id", "password", "token_generation"])
    .where("username", "=", username)
    .where("is_active", "=", true)
    .executeTakeFirst();
  const secret = await checkPassword(password, user?.password);
  if (user === undefined || secret === undefined) {
    throw refuseFields({ non_field_errors: ["Unable to log in with provided credentials."] });
  }
  const token = loginToken(secret, user.token_generation);
  await storeToken(server.db, user.id, token);
  return answer(context, 200, { token });
}
