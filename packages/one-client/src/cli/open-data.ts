import { type One } from "../one.ts";
import { openCache } from "./open-cache.ts";
import { openRemote, type RemoteOptions } from "./open-remote.ts";
import { type Terminal } from "./terminal.ts";

/** Open what a command asks: with `--remote` the database, else the folder. */
export async function openData(terminal: Terminal, options: RemoteOptions): Promise<One> {
  return options.remote
    ? openRemote(terminal, options)
    : openCache(terminal, options, "ask the database with --remote");
}
