import { type CachesMap, clientKey, clientUrl, getCaches } from "./caches.ts";
import { readClientParams } from "./client-file.ts";
import { DEFAULT_PARAMS } from "./client-params.ts";
import { type SettingsContext } from "./settings-context.ts";
import { setupDialogue } from "./setup-dialogue.ts";
import { type SetupPrompt } from "./setup-prompt.ts";
import { applySetup, type SetupSettingsOptions } from "./setup-silently.ts";

/**
 * Set up a database with someone who answers questions.
 *
 * @param answer - Puts a question to the person, with its warnings and problem, and gives the answer.
 * @returns The map of databases; `undefined` if the setup was abandoned, and nothing was written.
 * @throws SettingsValueError if `client` is no address.
 * @see Source: `setup` in ONE, `one/params.py`.
 */
export async function setupSettings(
  context: SettingsContext,
  options: SetupSettingsOptions,
  answer: (prompt: SetupPrompt) => Promise<string>,
): Promise<CachesMap | undefined> {
  const caches = await getCaches(context);
  const known = await readClientParams(context, clientKey(caches, options.client));
  const current = known ?? { ...DEFAULT_PARAMS, ALYX_URL: clientUrl(options.client ?? caches?.DEFAULT) };
  const dialogue = setupDialogue({ ...options, current, caches, folders: context.folders });
  let step = dialogue.next();
  while (!step.done) step = dialogue.next(await answer(step.value));
  return step.value === undefined ? undefined : await applySetup(context, step.value);
}
