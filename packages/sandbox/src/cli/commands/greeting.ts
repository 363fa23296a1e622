import { type SandboxUser } from "../../sandbox/sandbox-user.ts";
import { type LabServers } from "../../sandbox/serve-lab.ts";

/** What is to be said of a sandbox that has started. */
export interface Greeting extends Pick<LabServers, "alyxUrl" | "dataUrl"> {
  /** The user that was made up; `undefined` if there are users already. */
  readonly user: SandboxUser | undefined;
  /** Names of those who have a password. */
  readonly known: readonly string[];
  /** Where it is kept; `undefined` if it goes at its end. */
  readonly folder: string | undefined;
}

/** Where a sandbox is, and how to connect to it. */
export function greeting({ alyxUrl, dataUrl, user, known, folder }: Greeting): string {
  const username = user?.username ?? known[0] ?? "USER";
  const password = user?.password ?? "PASSWORD";
  return `
Alyx server   ${alyxUrl}
Data server   ${dataUrl}
User          ${user === undefined ? `${known.join(", ") || "nobody"}, with the password given before` : `${username}, password ${password}`}
Kept in       ${folder ?? "memory: gone when this ends"}

From the shell (npm install --global @neurophys/one-client):
  one setup --silent --base-url ${alyxUrl} --data-server ${dataUrl} --username ${username}
  one login --base-url ${alyxUrl}

From TypeScript:
  import { getParams, saveParams } from "@neurophys/one-client/alyx";
  import { nodeSettings, openOneAlyx } from "@neurophys/one-client/node";
  const settings = nodeSettings();
  const params = await getParams(settings, { client: "${alyxUrl}" });
  await saveParams(settings, { ...params, HTTP_DATA_SERVER: "${dataUrl}" });
  const one = await openOneAlyx({
    baseUrl: "${alyxUrl}", username: "${username}", password: "${password}",
  });

From Python:
  from one.params import get as get_params, save as save_params
  from one.api import ONE
  par = get_params("${alyxUrl}", silent=True)
  save_params(par.set("HTTP_DATA_SERVER", "${dataUrl}"), "${alyxUrl}")
  one = ONE(base_url="${alyxUrl}", username="${username}", password="${password}", silent=True)

Ctrl-C ends it.`;
}
