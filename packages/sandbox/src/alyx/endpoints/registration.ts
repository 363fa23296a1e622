import { type Context } from "hono";
import { anyProtected, protectedBody } from "../registration/protection.ts";
import {
  fileStates,
  findOwner,
  namedUser,
  type RegisterContext,
  registerFiles,
} from "../registration/register-files.ts";
import { filenamesOf, pathOf, readRegisterRequest } from "../registration/register-request.ts";
import { answer } from "../rest/answers.ts";
import { isObject, readAnyBody } from "../rest/read-body.ts";
import { failAs, Refusal } from "../rest/refusal.ts";
import { type Server, type ServerEnv } from "../rest/server.ts";
import { serverTime } from "../rest/server-time.ts";

const registering = (server: Server, context: Context<ServerEnv>): Omit<RegisterContext, "db"> => ({
  account: context.get("account"),
  now: serverTime(server.clock()),
});

/** Registers files: all of a request in one transaction. */
export async function registerFileEndpoint(server: Server, context: Context<ServerEnv>): Promise<Response> {
  const body = await readAnyBody(context);
  const request = readRegisterRequest(isObject(body) ? body : {});
  const registered = await server.db
    .transaction()
    .execute((db) => registerFiles({ ...registering(server, context), db }, request));
  return answer(context, 201, registered);
}

/** What a request to check says: in its body, or in its query. */
async function checkRequest(context: Context): Promise<Record<string, unknown>> {
  const body = context.req.header("content-length") === undefined ? {} : await readAnyBody(context);
  return isObject(body) && Object.keys(body).length > 0
    ? body
    : Object.fromEntries(new URL(context.req.url).searchParams);
}

/**
 * Tells whether files are protected. The answer is 200 either way; its `status_code` is 403 if any is.
 *
 * @see Source: `ProtectedFileViewSet.list` in Alyx; a session that is not there is a failure, not a refusal.
 */
export async function checkProtectedEndpoint(server: Server, context: Context<ServerEnv>): Promise<Response> {
  const body = await checkRequest(context);
  const text = (name: string): string | undefined => (body[name] ? String(body[name]) : undefined);
  const files = filenamesOf(body);
  const states = await server.db.transaction().execute(async (db) => {
    const registration: RegisterContext = { ...registering(server, context), db };
    const userId = await namedUser(registration, text("created_by"));
    const request = { path: pathOf(body), contentType: text("content_type"), objectId: text("object_id") };
    return await fileStates(registration, await ownerOf(registration, request, userId), files);
  });
  if (anyProtected(states)) return answer(context, 200, protectedBody(states));
  return answer(context, 200, { status_code: 200, details: "None of the datasets are protected" });
}

async function ownerOf(...parameters: Parameters<typeof findOwner>): ReturnType<typeof findOwner> {
  try {
    return await findOwner(...parameters);
  } catch (cause) {
    const words = cause instanceof Refusal ? cause.body["error"] : undefined;
    if (typeof words !== "string" || words.startsWith("Both ")) throw cause;
    throw failAs(words.startsWith("A subject") ? "Subject matching query does not exist." : words, { cause });
  }
}
