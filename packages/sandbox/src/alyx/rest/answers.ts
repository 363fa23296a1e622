import { type Context, type MiddlewareHandler } from "hono";
import { type ContentfulStatusCode } from "hono/utils/http-status";
import { databaseFailure } from "./database-failure.ts";
import { Refusal, refuse } from "./refusal.ts";
import { type Server } from "./server.ts";

/** JSON with a status. */
export function answer(context: Context, status: number, body: unknown): Response {
  // The text is made here: the checks of `context.json` on types have no end for any JSON.
  return context.body(JSON.stringify(body), status as ContentfulStatusCode, { "Content-Type": "application/json" });
}

const NOT_FOUND_PAGE = `
<!doctype html>
<html lang="en">
<head>
  <title>Not Found</title>
</head>
<body>
  <h1>Not Found</h1><p>The requested resource was not found on this server.</p>
</body>
</html>
`;

/** The page for an address that is none, or has no id where one should be. */
export const notFoundPage = (context: Context): Response => context.html(NOT_FOUND_PAGE, 404);

/** Turns whatever an endpoint throws into the answer that the original gives: its own words, with 500 for failures. */
export function failureAnswer(server: Server, error: unknown, context: Context): Response {
  const refusal = error instanceof Refusal ? error : databaseFailure(error);
  if (refusal !== undefined) return answer(context, refusal.status, refusal.body);
  server.onFailure(error);
  // The words of a failure of our own could hold paths or statements; they are for the log, not for the client.
  return answer(context, 500, { status_code: 500, detail: "Internal Server Error" });
}

/** Refuses clients that do not take JSON. */
export const takesJson: MiddlewareHandler = async (context, next) => {
  const accepted = (context.req.header("accept") ?? "*/*").split(",").map((type) => type.split(";")[0]?.trim());
  const isAcceptable = accepted.some(
    (type) => type === "*/*" || type === "application/*" || type === "application/json",
  );
  if (!isAcceptable) throw refuse(406, "Could not satisfy the request Accept header.");
  await next();
};
