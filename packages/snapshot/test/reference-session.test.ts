import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type JsonValue } from "@neurophys/alf";
import { expect, onTestFinished, test } from "vitest";
import { ReportSnapshot } from "../src/node/report-snapshot.ts";
import { Snapshot } from "../src/node/snapshot.ts";
import { VERSION } from "../src/version.ts";
import { type NotesServer, startNotes } from "./notes-server.ts";
import { pngOf } from "./small-images.ts";
import { EID, loggedIn, rejection } from "./test-client.ts";

const TRACE = readFileSync(new URL("../../../fixtures/alyx/p6_snapshot_reference_client.txt", import.meta.url), "utf8");
const FIELD = /Content-Disposition: form-data; name="(\w+)"(?:; filename="[^"]*")?\n\n(.*)\n--/g;

/** Forms that the original posted: name and value of each field, in order. */
const POSTED = TRACE.split(/^ {3}>> POST /m)
  .slice(1)
  .map((text) =>
    [...(text.split("\n   << ")[0] ?? "").matchAll(FIELD)].map(([, name, value]) => [name, value] as const),
  );
/** Status that the database answered to each of them. */
const ANSWERS = [...TRACE.matchAll(/^ {3}>> POST (?:.*\n)+? {3}<< (\d+)/gm)].map(([, status]) => Number(status));
const ABSENT = "f8776bd0-b7de-4d7d-98b8-fed97f0dcd9c";

function posted(server: NotesServer): readonly (readonly (readonly [string, unknown])[])[] {
  const forms = server.seen.filter(({ method }) => method === "POST").map(({ form }) => form);
  return forms.map((form) => form.filter(([name]) => name !== "image bytes").map(comparable));
}

/** A field as it is compared: documents by what they say, the image by its place, the version of the program not at all. */
function comparable([name, value]: readonly [string | undefined, string | undefined]): readonly [string, unknown] {
  if (name === "image") return [name, "…"];
  if (name !== "json") return [String(name), value];
  const json = JSON.parse(value ?? "") as JsonValue;
  const isReport = typeof json === "object" && json !== null && "tag" in json;
  return [
    name,
    isReport
      ? {
          ...json,
          version: "…",
          function: String(json["function" as never])
            .split(".")
            .at(-1),
        }
      : json,
  ];
}

test("The session that the original had with a real database leads to the same notes", async () => {
  const folder = await mkdtemp(join(tmpdir(), "snapshot-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const figure = join(folder, "fig one.png");
  await writeFile(figure, pngOf(1000, 100));
  const server = await startNotes();
  server.records["sessions"]?.push({ id: EID });
  const one = { alyx: await loggedIn(server) };
  const snapshot = new Snapshot(EID, { one });

  const first = await snapshot.registerImage(figure, { text: "snapA", json: { name: "snapA", x: 1, ü: null } });
  const second = await snapshot.registerImage(figure, { text: "snapA", json: { name: "snapA" }, width: "orig" });
  expect(server.log.map(decodeURIComponent)).toEqual([
    `GET /sessions?django=pk,${EID}`,
    "POST /notes",
    `GET /notes?django=object_id,${EID}`,
    "POST /notes",
    `GET /notes?django=object_id,${EID}`,
    `DELETE /notes/${first.id}`,
  ]);
  expect([...server.notes.keys()]).toEqual([second.id]);
  await snapshot.registerImage(figure, { width: 100 });
  // A mismatch and NaN, which the database refused there, are refused before they are sent here.
  expect(await rejection(new Snapshot(ABSENT, { one }).registerImage(figure))).toMatchObject({
    code: "snapshot/target-mismatch",
  });
  expect(await new Snapshot(EID, { one, contentType: "foo" }).registerImageCompat(figure)).toBeUndefined();
  expect(await rejection(snapshot.registerImage(join(folder, "nofile.png")))).toMatchObject({
    code: "snapshot/image-not-found",
  });
  expect(await rejection(snapshot.registerImage(figure, { text: "nan", json: { a: Number.NaN } }))).toMatchObject({
    code: "snapshot/unwritable-json",
  });
  expect(await snapshot.registerImagesCompat()).toBeUndefined();

  await snapshot.generateImage(() => [figure, figure], {});
  expect(await snapshot.registerImagesCompat([], { texts: ["a", "b", "c"], widths: [50] })).toHaveLength(2);
  // Python took the text "xy" for the list of its letters.
  await snapshot.registerImages([figure, figure], { texts: [..."xy"], widths: [50] });
  await snapshot.registerImages([], { texts: ["one"] });

  const report = new ReportSnapshot(folder, EID, { one });
  expect(await rejection(report.registerImages())).toMatchObject({ code: "snapshot/not-run" });
  report.outputs = [];
  expect(await report.registerImages()).toEqual([]);
  report.outputs = [figure];
  const extraDict = { name: "override", channels: null };
  const [overridden] = await report.registerImages({ widths: ["orig"], extraDict });
  expect(overridden?.json).toEqual({
    tag: "## report ##",
    version: VERSION,
    function: "ReportSnapshot",
    name: "override",
    channels: null,
  });
  const [named] = await report.registerImages({ function: "fn" });
  expect(Object.keys(named?.json as object)).toEqual(["tag", "version", "function", "name"]);

  const wanted = POSTED.filter((_form, i) => ANSWERS[i] === 201 || POSTED[i]?.some(([, value]) => value === "foo"));
  expect(wanted).toHaveLength(12);
  expect(posted(server)).toEqual(wanted.map((form) => form.map(comparable)));
});
