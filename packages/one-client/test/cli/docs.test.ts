import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { runOne } from "./run-one.ts";

let doc = "";
beforeAll(async () => {
  doc = await readFile(new URL("../../docs/command-line.md", import.meta.url), "utf8");
});

/** Commands that `one --help` names. */
async function commands(): Promise<readonly string[]> {
  const { out } = await runOne(["--help"]);
  const lists = out.slice(out.indexOf("A folder of data:"), out.indexOf("Examples:"));
  return [...lists.matchAll(/^ {2}([a-z]+) /gm)].flatMap(([, name]) => (name === "help" ? [] : (name ?? [])));
}

describe("the page on the command", () => {
  test("has every command and every option", async () => {
    const names = await commands();
    expect(names.length).toBeGreaterThanOrEqual(13);
    for (const name of names) {
      expect(doc).toContain(`\`one ${name}\``);
      const { out } = await runOne([name, "--help"]);
      for (const [option] of out.slice(out.indexOf("Options:")).matchAll(/(?<=^ {2}(?:-\w, )?)--[a-z0-9-]+/gm)) {
        if (option !== "--help") expect(doc, `one ${name} ${option}`).toMatch(new RegExp(`${option}(?![a-z0-9-])`));
      }
    }
  });

  test("shows no command or option that is not there", async () => {
    const names = await commands();
    const lines = [...doc.matchAll(/```sh\n(.*?)```/gs)].flatMap(([, code]) => code?.split("\n") ?? []);
    const calls = lines.flatMap((line) => [...line.replace(/ # .*/, "").matchAll(/\bone ([a-z]+)([^|]*)/g)]);
    expect(calls.length).toBeGreaterThan(40);
    for (const [, name = "", rest = ""] of calls) {
      expect(names).toContain(name);
      const { out } = await runOne([name, "--help"]);
      const known = `${out}${(await runOne(["--help"])).out}`;
      for (const [option] of rest.matchAll(/(?<= )--[a-z0-9-]+/g)) expect(known).toContain(option);
    }
  });
});
