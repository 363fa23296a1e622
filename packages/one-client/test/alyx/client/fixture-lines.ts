import { readFileSync } from "node:fs";

const FOLDER = new URL("../../../../../fixtures/alyx/", import.meta.url);

/** Text of a recorded file. */
export function fixtureText(name: string): string {
  return readFileSync(new URL(name, FOLDER), "utf8");
}

/** Lines of a recorded file. */
export function fixtureLines(name: string): readonly string[] {
  return fixtureText(name).split("\n");
}
