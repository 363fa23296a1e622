import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Home } from "./home.ts";

const ENTER = "\r";

describe("one setup --silent", () => {
  test("writes what Python reads, and says what and where", async () => {
    const home = await Home.create();
    const args = ["setup", "--silent", "--base-url", "alyx.lab.org/", "--username", "me", "--cache-dir", "data"];
    const usual = await home.one(args);
    expect([usual.code, usual.err]).toEqual([0, expect.stringContaining("that of the public database")]);
    const { code, out, err } = await home.one([...args, "--data-server", "https://ibl.flatironinstitute.org/public/"]);
    expect([code, err]).toEqual([0, expect.stringContaining("Next: one login\n")]);
    const elsewhere = await (await Home.create()).one([
      "setup",
      "--silent",
      "--base-url",
      "b.org",
      "--data-server",
      "127.0.0.1:8001",
    ]);
    expect(elsewhere.out).toContain("http://127.0.0.1:8001");
    expect(elsewhere.err).toBe("Next: one login\n");
    expect(await home.settings(".caches")).toEqual({
      CLIENT_MAP: { "alyx.lab.org": join(home.folder, "data") },
      DEFAULT: "alyx.lab.org",
    });
    expect(await home.settings(".alyx.lab.org")).toEqual({
      ALYX_URL: "https://alyx.lab.org",
      ALYX_LOGIN: "me",
      HTTP_DATA_SERVER: "https://ibl.flatironinstitute.org/public",
      HTTP_DATA_SERVER_LOGIN: null,
      HTTP_DATA_SERVER_PWD: null,
    });
    expect(await home.mode(".alyx.lab.org")).toBe(0o600);
    expect(out).toContain("https://alyx.lab.org (the default one)");
    expect(out).toContain(home.path(".alyx.lab.org"));
    expect(existsSync(join(home.folder, "data"))).toBe(true);
  });

  test("makes a database the default one only if that is asked for, or if it is the first", async () => {
    const home = await Home.create();
    await home.one(["setup", "--silent"]);
    const second = await home.one(["setup", "--silent", "--base-url", "https://b.org", "--json"]);
    expect(JSON.parse(second.out)).toMatchObject({ database: "https://b.org", is_default: false });
    const third = await home.one(["setup", "--silent", "--base-url", "https://b.org", "--make-default", "--json"]);
    expect(JSON.parse(third.out)).toMatchObject({ is_default: true, cache_dir: expect.stringContaining("b.org") });
    expect((await home.settings(".caches"))["DEFAULT"]).toBe("b.org");
  });

  test("refuses an address that is none", async () => {
    const home = await Home.create();
    const { code, err } = await home.one(["setup", "--silent", "--base-url", "ftp://a.org"]);
    expect([code, err]).toEqual([2, expect.stringContaining("[settings/invalid-value]")]);
    expect(existsSync(home.path(".caches"))).toBe(false);
  });
});

describe("one setup", () => {
  test("never asks without a terminal", async () => {
    const home = await Home.create();
    const { code, out, err } = await home.one(["setup"], { input: "https://a.org\n" });
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain("add --silent");
    expect(existsSync(home.path(".caches"))).toBe(false);
  });

  test("asks every setting, hides the password, asks about quotes, and takes folders as a shell does", async () => {
    const home = await Home.create();
    const { code, out, err } = await home.one(["setup"], {
      typed: [
        ["Param ALYX_URL", `no url at all${ENTER}`],
        ["Unusable ALYX_URL", ""],
        ["Param ALYX_URL", `alyx.lab.org${ENTER}`],
        ["Param ALYX_LOGIN", `"me"${ENTER}`],
        ["Strip quotation marks", ENTER],
        ["Param HTTP_DATA_SERVER,", `data.lab.org${ENTER}`],
        ["Param HTTP_DATA_SERVER_LOGIN", `reader${ENTER}`],
        ["data server password", `hush-hush${ENTER}`],
        ["download cache", `~/files${ENTER}`],
        ["default one?", ENTER],
        ["correct?", ENTER],
      ],
    });
    expect(code).toBe(0);
    expect(`${out}${err}`).not.toContain("hush-hush");
    expect(out).toMatch(/its user +reader \(with a password\)/);
    expect(await home.settings(".alyx.lab.org")).toEqual({
      ALYX_URL: "https://alyx.lab.org",
      ALYX_LOGIN: "me",
      HTTP_DATA_SERVER: "https://data.lab.org",
      HTTP_DATA_SERVER_LOGIN: "reader",
      HTTP_DATA_SERVER_PWD: "hush-hush",
    });
    expect((await home.settings(".caches"))["CLIENT_MAP"]).toEqual({ "alyx.lab.org": join(home.folder, "files") });
  });

  test("writes nothing when it is stopped, or when the settings are not right", async () => {
    const home = await Home.create();
    const stopped = await home.one(["setup", "--base-url", "a.org"], { typed: [["Param ALYX_LOGIN", "me\u0003"]] });
    expect(stopped).toMatchObject({ code: 130, out: "" });
    expect(stopped.err).toContain("Stopped; nothing was written.");
    const wrong = await home.one(["setup", "--base-url", "a.org", "--make-default"], {
      typed: [
        ["Param ALYX_LOGIN", ENTER],
        ["Param HTTP_DATA_SERVER,", ENTER],
        ["Param HTTP_DATA_SERVER_LOGIN", ENTER],
        ["download cache", ENTER],
        ["correct?", "n"],
      ],
    });
    expect(wrong).toMatchObject({ code: 1, out: "" });
    expect(existsSync(home.path(".caches"))).toBe(false);
  });
});
