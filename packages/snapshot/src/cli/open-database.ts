import { type OnWarning } from "@neurophys/alf";
import { type AlyxClient } from "@neurophys/one-client/alyx";
import { openAlyxClient, openOneAlyx } from "@neurophys/one-client/node";
import { type ProbeOne } from "../probe/find-probe.ts";
import { plainText, remark, type Terminal } from "./terminal.ts";

/** Which database, and who asks. */
export interface DatabaseOptions {
  readonly baseUrl?: string | undefined;
  readonly user?: string | undefined;
}

/** What is given on the command line, and nothing where nothing is. */
function given({ baseUrl, user }: DatabaseOptions): { readonly baseUrl?: string; readonly username?: string } {
  return { ...(baseUrl === undefined ? {} : { baseUrl }), ...(user === undefined ? {} : { username: user }) };
}

/** Warnings of all parts, as remarks. */
export function warningsTo(terminal: Terminal): OnWarning {
  return ({ message }) => remark(terminal, `snapshot: ${plainText(message)}`);
}

/** The client of the database, logged in by a token or a password of the environment or the settings; nobody is asked. */
export async function openDatabase(terminal: Terminal, options: DatabaseOptions): Promise<AlyxClient> {
  const { alyx } = await openAlyxClient({ ...given(options), cacheMode: null, onWarning: warningsTo(terminal) });
  if (!alyx.isLoggedIn) await alyx.authenticate();
  return alyx;
}

/** The client of ONE, likewise, which brings files of a session. */
export async function openOneDatabase(
  terminal: Terminal,
  { cacheDir, ...database }: DatabaseOptions & { readonly cacheDir?: string | undefined },
): Promise<ProbeOne> {
  const folder = cacheDir === undefined ? {} : { cacheDir };
  const one = await openOneAlyx({ ...given(database), ...folder, onWarning: warningsTo(terminal) });
  if (!one.alyx.isLoggedIn) await one.alyx.authenticate();
  return one;
}
