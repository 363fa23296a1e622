import {
  createRegistration,
  type RegistrationClient,
  type RegistrationOptions,
} from "../registration/registration-client.ts";
import { nodeRegistrationFiles } from "./registration-files.ts";

export { nodeRegistrationFiles } from "./registration-files.ts";

/** What a registration client in Node works with; disk and clock are the computer's by default. */
export type OpenRegistrationOptions = Omit<RegistrationOptions, "files" | "now"> &
  Partial<Pick<RegistrationOptions, "files" | "now">>;

/**
 * A client that registers files of this computer.
 *
 * @throws As `createRegistration`.
 * @see Source: `RegistrationClient()` in ONE, `one/registration.py`.
 */
export async function openRegistration(
  options: OpenRegistrationOptions,
  signal?: AbortSignal,
): Promise<RegistrationClient> {
  const { files = nodeRegistrationFiles(), now = () => new Date() } = options;
  return await createRegistration({ ...options, files, now }, signal);
}
