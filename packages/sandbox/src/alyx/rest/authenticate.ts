import { type MiddlewareHandler } from "hono";
import { findAccount } from "../accounts/tokens.ts";
import { refuse } from "./refusal.ts";
import { type Server, type ServerEnv } from "./server.ts";

/** The token of a header. */
function tokenOf(header: string | undefined): string {
  const [scheme = "", token, ...more] = (header ?? "").trim().split(/\s+/);
  if (scheme.toLowerCase() !== "token") throw refuse(403, "Authentication credentials were not provided.");
  if (token === undefined) throw refuse(403, "Invalid token header. No credentials provided.");
  if (more.length > 0) throw refuse(403, "Invalid token header. Token string should not contain spaces.");
  return token;
}

/**
 * Lets in who sends a valid token, and lets write who may.
 *
 * @see Source: `BaseRestPublicPermission` in Alyx. Alyx lets anybody call four endpoints; here every one asks for a token.
 */
export function authenticate(server: Server): MiddlewareHandler<ServerEnv> {
  return async (context, next) => {
    const account = await findAccount(server.db, tokenOf(context.req.header("authorization")));
    if (account === undefined) throw refuse(403, "Invalid token.");
    const reads = ["GET", "HEAD", "OPTIONS"].includes(context.req.method);
    if (!reads && (account.isPublic || server.isReadOnly)) {
      throw refuse(403, "You do not have permission to perform this action.");
    }
    context.set("account", account);
    await next();
  };
}
