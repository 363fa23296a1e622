import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { keyFromUrl } from "../../alyx/key-from-url.ts";
import { clientKey, folderOf, getCaches, isForeignServer } from "../../settings/caches.ts";
import { readClientParams } from "../../settings/client-file.ts";
import { UnknownClientError } from "../../settings/errors.ts";
import { paramUrl } from "../../settings/param-url.ts";
import { type SettingsContext } from "../../settings/settings-context.ts";
import { CACHES_FILE, clientFile } from "../../settings/settings-file.ts";
import { type SetupPrompt } from "../../settings/setup-prompt.ts";
import { setupSettings } from "../../settings/setup-settings.ts";
import { type SetupSettingsOptions, setupSilently } from "../../settings/setup-silently.ts";
import { cliSettings } from "../cli-settings.ts";
import { printFields } from "../output/fields.ts";
import { openPrompts, type Prompts } from "../prompts.ts";
import { print, remark, type Terminal, toJson } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";

/** Options of `one setup`. */
export interface SetupOptions {
  readonly baseUrl?: string;
  readonly username?: string;
  readonly dataServer?: string;
  readonly cacheDir?: string;
  readonly makeDefault?: boolean;
  readonly silent?: boolean;
  readonly json?: boolean;
}

/** Do what `one setup` says. Returns the exit code. */
export async function setup(terminal: Terminal, options: SetupOptions): Promise<number> {
  const settings = cliSettings(terminal);
  const wanted: SetupSettingsOptions = {
    client: options.baseUrl,
    username: options.username,
    dataServer: options.dataServer,
    cacheDir: options.cacheDir === undefined ? undefined : resolve(terminal.cwd, options.cacheDir),
    makeDefault: options.makeDefault,
  };
  const named = clientKey(await getCaches(settings), options.baseUrl);
  if (options.silent) {
    await setupSilently(settings, wanted);
    return await summarise(terminal, settings, { key: named, isJson: options.json });
  }
  const prompts = await openPrompts(terminal, "nothing was written.");
  if (prompts === undefined) {
    throw new UsageError('"one setup" asks questions, and there is no terminal: add --silent to take the defaults');
  }
  let url = "";
  const caches = await setupSettings(settings, wanted, async (prompt) => {
    const answer = await ask(prompts, prompt, terminal);
    if (prompt.asks === "ALYX_URL") url = answer.trim().replace(/^(["'])(.*)\1$/, "$2");
    return answer;
  });
  if (caches === undefined) {
    remark(terminal, "Nothing was written.");
    return 1;
  }
  const key = url === "" ? named : keyFromUrl(paramUrl("ALYX_URL", url));
  return await summarise(terminal, settings, { key, isJson: options.json });
}

/** Say what the settings are now, and where. Passwords and tokens are only said to be there. */
async function summarise(
  terminal: Terminal,
  settings: SettingsContext,
  { key, isJson = false }: { readonly key: string; readonly isJson?: boolean | undefined },
): Promise<number> {
  const [caches, params] = [await getCaches(settings), await readClientParams(settings, key)];
  if (params === undefined) throw new UnknownClientError(key, Object.keys(caches?.CLIENT_MAP ?? {}));
  const { location } = settings.storage;
  const facts = {
    database: params.ALYX_URL,
    user: params.ALYX_LOGIN,
    data_server: params.HTTP_DATA_SERVER,
    data_server_user: params.HTTP_DATA_SERVER_LOGIN,
    cache_dir: folderOf(caches, key) ?? null,
    is_default: caches?.DEFAULT === key,
    files: [join(location, clientFile(key)), join(location, CACHES_FILE)],
  };
  if (isJson) {
    print(terminal, toJson(facts));
    return 0;
  }
  const password = params.HTTP_DATA_SERVER_PWD === null ? "" : " (with a password)";
  printFields(terminal, [
    ["database", `${facts.database}${facts.is_default ? " (the default one)" : ""}`],
    ["user", facts.user ?? ""],
    ["data server", facts.data_server ?? ""],
    ["its user", facts.data_server_user === null ? "" : facts.data_server_user + password],
    ["files", facts.cache_dir ?? ""],
    ["settings", facts.files.join(", ")],
  ]);
  if (isForeignServer(params)) {
    remark(terminal, "The data server is that of the public database; --data-server names another.");
  }
  if (params.TOKEN === undefined)
    remark(terminal, `Next: one login${facts.is_default ? "" : ` --base-url ${facts.database}`}`);
  return 0;
}

const YES_OR_NO: ReadonlySet<SetupPrompt["asks"]> = new Set([
  "strip-quotes",
  "change-cache-dir",
  "make-default",
  "confirm",
]);

/** Put one question of the dialogue to the person. */
async function ask(prompts: Prompts, prompt: SetupPrompt, terminal: Terminal): Promise<string> {
  for (const { message } of prompt.warnings) prompts.warn(message);
  if (prompt.problem !== undefined) prompts.warn(prompt.problem.message);
  if (YES_OR_NO.has(prompt.asks)) {
    return (await prompts.confirm(prompt.text.replace(/ \[Y\/n\]$/, ""), true)) ? "y" : "n";
  }
  if (prompt.isHidden) return await prompts.password(prompt.text);
  const answer = await prompts.text(prompt.text);
  return prompt.asks === "CACHE_DIR" ? wholePath(answer, terminal) : answer;
}

/** A folder as a shell would take it: below the home folder after `~`, else below the current one; quotes stay. */
function wholePath(answer: string, { cwd, env }: Terminal): string {
  const [, quote = "", path = ""] = /^(["']?)(.*)\1$/s.exec(answer.trim()) ?? [];
  if (path === "") return answer;
  return quote + resolve(cwd, path.replace(/^~(?=$|[\\/])/, env["HOME"] || homedir())) + quote;
}
