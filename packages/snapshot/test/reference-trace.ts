import { readFileSync } from "node:fs";
import { type JsonValue } from "@neurophys/alf";

const TEXT = readFileSync(new URL("../../../fixtures/alyx/p6_snapshot_reference_client.txt", import.meta.url), "utf8");
const FIELD = /Content-Disposition: form-data; name="(\w+)"(?:; filename="[^"]*")?\n\n(.*)\n--/g;

/** A form of a note: name and value of each field, in order. */
export type Form = readonly (readonly [name: string, value: string])[];

/** A note that was posted, and what the database said. */
export interface PostedNote {
  readonly form: Form;
  readonly status: number;
  /** Its answer; of the original's, the first 300 letters. */
  readonly answer: string;
}

/** Notes that the original posted to a real database, in order. */
export const RECORDED: readonly PostedNote[] = TEXT.split(/^ {3}>> POST /m)
  .slice(1)
  .map((text) => {
    const [request = "", reply = ""] = text.split("\n   << ");
    const [, status, answer = ""] = /^(\d+) (.*)/.exec(reply) ?? [];
    const form = [...request.matchAll(FIELD)].map(([, name = "", value = ""]) => [name, value] as const);
    return { form, status: Number(status), answer };
  });

/** Who and what the original's notes are of. */
export const RECORDED_USER = "test_user";
export const RECORDED_EID = "0ff6f5fe-8f4e-4eb8-9c84-4b99d3d0b3da";

/** A document as it is compared: the version of the program is another one, and the class has no module here. */
function comparableJson(json: JsonValue): JsonValue {
  if (typeof json !== "object" || json === null || !("tag" in json)) return json;
  const name = String(json["function" as never]).split(".");
  return { ...json, version: "…", function: name.at(-1) ?? "" };
}

/** A form as it is compared: documents by what they say, and the image by its place, because its name is another one. */
export function comparableForm(form: Form): readonly (readonly [string, JsonValue])[] {
  return form
    .filter(([name]) => name !== "image bytes")
    .map(([name, value]) => {
      if (name === "image") return [name, "…"];
      return [name, name === "json" ? comparableJson(JSON.parse(value) as JsonValue) : value];
    });
}

/** The first fields of an answer, as far as they do not tell one note from another. */
export function comparableAnswer(answer: string): Readonly<Record<string, string | undefined>> {
  const of = (name: string): string | undefined => new RegExp(`"${name}":\\s?("[^"]*"|\\d+)`).exec(answer)?.[1];
  const names = ["user", "content_type", "object_id", "text", "status_code", "detail"];
  return Object.fromEntries(names.map((name) => [name, of(name)]));
}
