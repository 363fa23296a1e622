import { type DataWarning } from "@neurophys/alf";
import { keyFromUrl } from "../alyx/key-from-url.ts";
import { type CachesMap, cacheOwner, folderOf, isForeignServer } from "./caches.ts";
import {
  type ClientParams,
  DEFAULT_PARAMS,
  STANDARD_NAMES,
  type StandardName,
  standardParams,
} from "./client-params.ts";
import { isSettingsError, type SettingsValueError } from "./errors.ts";
import { paramUrl } from "./param-url.ts";
import { Secret } from "./secret.ts";
import { type SettingsContext } from "./settings-context.ts";
import { askUnquoted, confirm, type Dialogue } from "./setup-prompt.ts";
import { type SetupPlan, type SetupSettingsOptions, withGiven } from "./setup-silently.ts";

/** What a setup starts from. */
export interface SetupFacts extends SetupSettingsOptions {
  /** Settings of the database as they are, or the defaults with its address. */
  readonly current: ClientParams;
  /** Databases that were set up before. */
  readonly caches: CachesMap | undefined;
  /** Where files are by default. */
  readonly folders: SettingsContext["folders"];
}

type OpenName = Exclude<StandardName, "HTTP_DATA_SERVER_PWD">;
const OPEN_NAMES = STANDARD_NAMES.filter((name): name is OpenName => !name.includes("PWD"));
const isUrl = (name: OpenName): boolean => name === "ALYX_URL" || name === "HTTP_DATA_SERVER";

const FOREIGN_SERVER: DataWarning = {
  code: "settings/foreign-server",
  category: "UserWarning",
  message: "The data server below is that of the public database: a database of your own has another.",
};

/** Ask for one setting that may be seen, until the answer can be used. */
function* askSetting(
  name: OpenName,
  current: string | null,
  warnings: readonly DataWarning[],
): Dialogue<string | null> {
  const text = `Param ${name}, current value is ["${current ?? ""}"]:`;
  let problem: SettingsValueError | undefined;
  for (;;) {
    const answer = yield* askUnquoted(name, text, { problem, warnings });
    if (answer === "") return current;
    try {
      return isUrl(name) ? paramUrl(name, answer) : answer;
    } catch (error) {
      if (!isSettingsError(error, "settings/invalid-value")) throw error;
      problem = error;
    }
  }
}

/** Ask for a password; an empty answer keeps what is there. */
function* askPassword(
  name: "HTTP_DATA_SERVER_PWD" | "ALYX_PWD",
  text: string,
  current: Secret | null,
): Dialogue<Secret | null> {
  const answer = yield { asks: name, text, isHidden: true, warnings: [] };
  return answer === "" ? current : new Secret(answer);
}

function* askParams({ client, current, ...given }: SetupFacts): Dialogue<ClientParams> {
  let params: ClientParams = withGiven(current, given);
  for (const name of OPEN_NAMES) {
    if (name === "ALYX_URL" && client !== undefined) continue;
    const value = params[name] ?? DEFAULT_PARAMS[name];
    const isForeign = name === "HTTP_DATA_SERVER" && isForeignServer({ ...params, HTTP_DATA_SERVER: value });
    const warnings = isForeign ? [FOREIGN_SERVER] : [];
    params = { ...params, [name]: yield* askSetting(name, value, warnings) };
  }
  const serverUser = params.HTTP_DATA_SERVER_LOGIN;
  // Nobody has no password.
  if (serverUser === null) return { ...params, ...(yield* askAlyxPassword(params)) };
  const serverText = `Enter the HTTP data server password for "${serverUser}" (leave empty to keep current):`;
  const serverPassword = yield* askPassword("HTTP_DATA_SERVER_PWD", serverText, params.HTTP_DATA_SERVER_PWD);
  params = { ...params, HTTP_DATA_SERVER_PWD: serverPassword };
  return { ...params, ...(yield* askAlyxPassword(params)) };
}

/** Only who put the password of the database into the file by hand wants it there. */
function* askAlyxPassword({ ALYX_PWD: current, ALYX_LOGIN: login }: ClientParams): Dialogue<Partial<ClientParams>> {
  if (current === undefined) return {};
  const text = `Enter the Alyx password for "${login}" (leave empty to keep current):`;
  return { ALYX_PWD: yield* askPassword("ALYX_PWD", text, current) };
}

function* askCacheDir({ caches, folders, cacheDir: given }: SetupFacts, key: string): Dialogue<string> {
  const current = given ?? folderOf(caches, key) ?? folders.defaultFor(key);
  const text = `Enter the location of the download cache, current value is ["${current}"]:`;
  for (;;) {
    const cacheDir = (yield* askUnquoted("CACHE_DIR", text)) || current;
    const owner = cacheOwner({ folders }, caches, { cacheDir, but: key });
    if (owner === undefined) return cacheDir;
    const message = `The directory provided is already a cache for "${owner}". This may cause conflicts.`;
    const warnings = [{ code: "settings/cache-conflict", category: "UserWarning" as const, message }];
    const change = yield* confirm("change-cache-dir", "Would you like to change the cache location?", { warnings });
    if (!change) return cacheDir;
  }
}

/**
 * The setup as questions and answers, without a terminal: `next()` gives the first question, `next(answer)` the one after.
 *
 * An answer that cannot be used is asked for again, with the `problem`. Nothing is read or written.
 *
 * @returns What to do; `undefined` if the last question, whether all is right, was answered with no.
 * @see Source: `setup` in ONE, `one/params.py`. There a wrong URL ends the setup with a `ValueError`.
 */
export function* setupDialogue(facts: SetupFacts): Dialogue<SetupPlan | undefined> {
  const asked = yield* askParams(facts);
  // A token and a password are those of one database: another address takes none of them along.
  const isSame = keyFromUrl(asked.ALYX_URL) === keyFromUrl(facts.current.ALYX_URL);
  const params = isSame ? asked : standardParams(asked);
  const cacheDir = yield* askCacheDir(facts, keyFromUrl(params.ALYX_URL));
  const makeDefault =
    facts.makeDefault ?? (yield* confirm("make-default", "Would you like to set this URL as the default one?"));
  const isRight = yield* confirm("confirm", "Are the above settings correct?");
  return isRight ? { params, cacheDir, keepsTokens: isSame, makeDefault } : undefined;
}
