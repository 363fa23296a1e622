import { type FilesOptions } from "./files-body.ts";
import { assertAllExist, assertExists, type RegistrationRest } from "./registration-rest.ts";
import { listed } from "./session-body.ts";

/**
 * Whatever the options of files name must be in the database. It would refuse them else, but only once their session
 * is written.
 *
 * @throws MemberNotFoundError (`registration/member-not-found`) for the first repository, user or lab that is not there.
 */
export async function assertFilesMembers(
  rest: RegistrationRest,
  { repository, createdBy, labs, signal }: FilesOptions & { readonly signal?: AbortSignal | undefined },
): Promise<void> {
  if (repository !== undefined) await assertExists(rest, { member: repository, endpoint: "data-repository", signal });
  if (createdBy !== undefined) await assertExists(rest, { member: createdBy, endpoint: "users", signal });
  await assertAllExist(rest, listed(labs), { endpoint: "labs", signal });
}
