import { type FilesOptions } from "./files-body.ts";
import { assertExists, type MemberQuestion, type RegistrationRest, restFailure } from "./registration-rest.ts";
import { listed } from "./session-body.ts";

/** True if a database does not tell: it has no such endpoint, or who may write may not read. */
export function isUntold(error: unknown): boolean {
  const hasNoEndpoint = error instanceof Error && "code" in error && error.code === "alyx/unknown-endpoint";
  return hasNoEndpoint || restFailure(error)?.status === 403;
}

/**
 * What is named must be in the database, as far as it tells. It would refuse it else, but only once other things are written.
 *
 * @throws MemberNotFoundError (`registration/member-not-found`) for the first name that is not there.
 */
export async function assertNamed(
  rest: RegistrationRest,
  members: readonly string[],
  question: Omit<MemberQuestion, "member">,
): Promise<void> {
  for (const member of members) {
    try {
      await assertExists(rest, { ...question, member });
    } catch (error) {
      if (!isUntold(error)) throw error;
    }
  }
}

/** {@link assertNamed} for whatever the options of files name. */
export async function assertFilesMembers(
  rest: RegistrationRest,
  { repository = "", createdBy = "", labs, signal }: FilesOptions & { readonly signal?: AbortSignal | undefined },
): Promise<void> {
  const named = (names: readonly string[]): readonly string[] => names.filter((name) => name !== "");
  // A text may name several labs.
  const all = listed(labs).flatMap((text) => text.split(",").map((name) => name.trim()));
  await assertNamed(rest, named([repository]), { endpoint: "data-repository", signal });
  await assertNamed(rest, named([createdBy]), { endpoint: "users", signal });
  await assertNamed(rest, named(all), { endpoint: "labs", signal });
}
