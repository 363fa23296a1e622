import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PASSWORD, startAlyx, tokenName } from "../alyx/client/loopback-alyx.ts";
import { type BuiltCommand, buildCommand, startCommand } from "./built-command.ts";
import { Home, settingsFile } from "./home.ts";

let command: BuiltCommand;
beforeAll(async () => {
  command = await buildCommand();
}, 60_000);
afterAll(() => command.remove());

test("one login --password-stdin in a process writes the file of Python's ONE, for the owner alone", async () => {
  const home = await Home.create();
  const alyx = await startAlyx(() => ({ body: {} }));
  const args = ["login", "--base-url", alyx.url, "--username", "me", "--password-stdin"];
  const { code, out, err } = await startCommand(command, args, { env: home.env, input: `${PASSWORD}\n` }).ended;
  expect([code, err]).toEqual([0, ""]);
  expect(out).toBe(`Logged in to ${alyx.url} as me; the token is kept in ${home.path("")}\n`);
  const file = settingsFile(alyx.url);
  expect(await home.mode(file)).toBe(0o600);
  // as Python's json.dump(…, indent=4) writes it
  expect(await readFile(home.path(file), "utf8")).toBe(`{
    "ALYX_URL": "${alyx.url}",
    "ALYX_LOGIN": "me",
    "HTTP_DATA_SERVER": "https://ibl.flatironinstitute.org/public",
    "HTTP_DATA_SERVER_LOGIN": null,
    "HTTP_DATA_SERVER_PWD": null,
    "TOKEN": {
        "me": {
            "token": "${tokenName(1)}"
        }
    }
}`);
  expect(await home.settings(".caches")).toMatchObject({ DEFAULT: file.slice(1) });
  const later = await startCommand(command, ["whoami", "--json"], { env: home.env }).ended;
  expect([later.code, JSON.parse(later.out)]).toEqual([0, expect.objectContaining({ user: "me", token: "valid" })]);
});

test("Ctrl-C stops a command that waits for the database, with exit code 130", async () => {
  const home = await Home.create();
  let asked: () => void = () => {};
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const alyx = await startAlyx(() => {
    asked();
    return undefined;
  });
  const env = { ...home.env, ALYX_BASE_URL: alyx.url, ALYX_USER: "me", ALYX_PASSWORD: PASSWORD };
  const { child, ended } = startCommand(command, ["rest", "sessions", "list"], { env });
  await isAsked;
  child.kill("SIGINT");
  expect(await ended).toEqual({ code: 130, out: "", err: "Stopped.\n" });
});

test("a reader that closes early is no failure", async () => {
  const home = await Home.create();
  const alyx = await startAlyx(() => ({
    body: Array.from({ length: 20_000 }, (_, i) => ({
      id: i,
      text: "a text of some length, so that the pipe is full",
    })),
  }));
  const env = { ...home.env, ALYX_BASE_URL: alyx.url, ALYX_USER: "me", ALYX_PASSWORD: PASSWORD };
  const { child, ended } = startCommand(command, ["rest", "sessions", "list", "--all"], { env });
  child.stdout?.once("data", () => child.stdout?.destroy());
  const { code, err } = await ended;
  expect([code, err]).toEqual([0, ""]);
});
