import { type Command, Option } from "commander";
import { UsageError } from "../../sandbox/errors.ts";
import { type RateLimit } from "../../sandbox/rate-limit.ts";
import { type DataLogin, type ServeOptions } from "../../sandbox/serve-lab.ts";
import { addPlaceOptions, type PlaceOptions } from "../place-options.ts";
import { remark, type Terminal } from "../terminal.ts";

/** Options of `sandbox start`, as they are typed. */
export interface StartOptions extends PlaceOptions {
  readonly seed?: "demo" | undefined;
  readonly import?: string | undefined;
  readonly lab?: string | undefined;
  readonly host: string;
  readonly port: string;
  readonly dataPort: string;
  readonly readOnly?: boolean | undefined;
  readonly rateLimit?: string | undefined;
  readonly bodyLimit?: string | undefined;
  readonly dataUser?: string | undefined;
  readonly openData?: boolean | undefined;
  readonly allowOrigin?: readonly string[] | undefined;
}

/** Add the options of `sandbox start`. */
export function addServeOptions(command: Command): Command {
  return addPlaceOptions(command)
    .addOption(new Option("--seed <lab>", "begin with a lab of made-up data").choices(["demo"]))
    .option("--import <dir>", "register this folder of ALF files first, and serve it in place")
    .option("--lab <name>", "lab of imported sessions whose path names none")
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .option("--port <number>", "port of the Alyx server; 0 for any", "8000")
    .option("--data-port <number>", "port of the data server; 0 for any", "8001")
    .option("--read-only", "refuse whatever would change the database")
    .option(
      "--rate-limit <n/unit>",
      "requests that an address or token may send, e.g. 550/minute (second, minute, hour)",
    )
    .option("--body-limit <MiB>", "largest body of a request", "64")
    .option("--data-user <name>", "ask for this user, and the password $SANDBOX_DATA_PASSWORD, before files are sent")
    .option("--open-data", "send files without a login to other machines too")
    .option("--allow-origin <origin...>", "pages of this origin may read, besides those of this machine; * for all");
}

/**
 * Options as the servers take them.
 *
 * @throws {@link UsageError} if one is none.
 */
export function serveOptions(options: StartOptions, terminal: Terminal): ServeOptions {
  return {
    host: options.host,
    port: wholeNumber(options.port, { name: "--port", max: 65_535 }),
    dataPort: wholeNumber(options.dataPort, { name: "--data-port", max: 65_535 }),
    readOnly: options.readOnly,
    rateLimit: options.rateLimit === undefined ? undefined : parseRateLimit(options.rateLimit),
    bodyLimitBytes: wholeNumber(options.bodyLimit ?? "64", { name: "--body-limit", max: 65_536 }) * 1024 * 1024,
    dataLogin: dataLogin(options.dataUser, terminal),
    openData: options.openData,
    allowOrigins: options.allowOrigin,
    onFailure: (error) => remark(terminal, `sandbox: ${error instanceof Error ? error.message : String(error)}`),
  };
}

function wholeNumber(text: string, { name, max }: { readonly name: string; readonly max: number }): number {
  if (!/^\d+$/.test(text) || Number(text) > max) throw new UsageError(`${name} ${text} (expected 0 to ${max})`);
  return Number(text);
}

const UNITS_MS: Readonly<Record<string, number>> = { second: 1000, minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * A rate as Alyx's settings have it, e.g. `550/minute`.
 *
 * @throws {@link UsageError} if it is none.
 */
export function parseRateLimit(text: string): RateLimit {
  const [, requests, unit] = /^(\d+)\/([a-z]+)$/.exec(text) ?? [];
  // only the first letter counts, as in Alyx
  const perMs = Object.entries(UNITS_MS).find(([name]) => unit !== undefined && name.startsWith(unit.slice(0, 1)))?.[1];
  if (!Number(requests) || perMs === undefined) {
    throw new UsageError(`--rate-limit ${text} (expected a number, a slash and a unit, e.g. 550/minute)`);
  }
  return { requests: Number(requests), perMs };
}

function dataLogin(username: string | undefined, { env }: Terminal): DataLogin | undefined {
  if (username === undefined) return undefined;
  const password = env["SANDBOX_DATA_PASSWORD"];
  if (!password) throw new UsageError("--data-user needs a password (expected it in $SANDBOX_DATA_PASSWORD)");
  return { username, password };
}
