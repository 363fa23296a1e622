import { readdir } from "node:fs/promises";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { availablePath } from "../../src/alyx/notes/stored-name.ts";
import { type Answer, type LabServer, startLab } from "./lab-server.ts";

let lab: LabServer;
let session = "";

beforeAll(async () => {
  lab = await startLab({ clock: () => new Date("2024-05-06T07:08:09.012Z") });
  await lab.post("/labs", { name: "cortexlab" });
  await lab.post("/subjects", { nickname: "SW01", lab: "cortexlab" });
  session = (await lab.post("/sessions", { subject: "SW01", number: 1 })).json.id;
}, 120_000);

afterAll(async () => {
  await lab.close();
});

const png = async (width = 1000, height = 100): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(
    await sharp({ create: { width, height, channels: 3, background: "red" } })
      .png()
      .toBuffer(),
  );

async function send(
  name: string,
  fields: Readonly<Record<string, string>> = {},
  bytes?: Uint8Array<ArrayBuffer>,
): Promise<Answer> {
  const form = new FormData();
  const all = { user: "test_user", content_type: "session", object_id: session, text: "t", ...fields };
  for (const [field, value] of Object.entries(all)) form.set(field, value);
  form.set("image", new Blob([bytes ?? (await png())]), name);
  return await lab.post("/notes", form);
}

const files = async (): Promise<string[]> => {
  const found = await readdir(lab.mediaDir, { recursive: true, withFileTypes: true }).catch(() => []);
  return found.filter((entry) => entry.isFile()).map(({ name }) => name);
};

describe("A note with an image", () => {
  test("is served with the image at its address, reduced, with the time of the server's clock", async () => {
    const { json } = await send("plot one.png", { json: '{"name": "plot"}' });
    expect(json).toMatchObject({
      date_time: "2024-05-06T07:08:09.012000",
      content_type: "actions.session",
      json: { name: "plot" },
    });
    expect(json.image).toBe(`${lab.url}/uploaded/2024/05/06/plot_one.${session}.${session}.png`);
    const response = await fetch(json.image, { headers: { Authorization: `Token ${lab.token}` } });
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "image/png"]);
    const { width, height } = await sharp(new Uint8Array(await response.arrayBuffer())).metadata();
    expect([width, height]).toEqual([800, 80]);
    expect((await lab.get(`/sessions/${session}`)).json.notes.at(-1)).toEqual(json);
  });

  test("leaves nothing behind when it is refused, in the folder or in the database", async () => {
    const before = [await files(), (await lab.get("/notes")).json.count];
    const answers = [
      await send("a.png", { width: "abc" }),
      await send("a.png", { width: "0" }),
      await send("a.png", { object_id: "6f0e2f3c-9f4b-4f0e-9d4e-0d9d3a7c9f11" }),
      await send("la_qc_plot.left.paw_r.png"),
      await send("a.png", { json: "{" }),
      await send("a.png", {}, new TextEncoder().encode("<svg xmlns='http://www.w3.org/2000/svg'/>")),
    ];
    expect(answers.map(({ status }) => status)).toEqual([500, 500, 500, 500, 400, 400]);
    expect([await files(), (await lab.get("/notes")).json.count]).toEqual(before);
  });

  test("takes its image with it when it is deleted", async () => {
    const { json } = await send("gone.png", { width: "orig" });
    expect(await files()).toContain(`gone.${session}.png`);
    expect((await lab.send("DELETE", `/notes/${json.id}`)).status).toBe(204);
    expect(await files()).not.toContain(`gone.${session}.png`);
  });

  test("keeps its image when its text changes, and gives it up for another", async () => {
    const { json } = await send("old.png", { width: "orig" });
    const change = { content_type: "session", object_id: session, text: "new" };
    expect((await lab.patch(`/notes/${json.id}`, change)).json).toEqual({ ...json, text: "new" });
    const form = new FormData();
    for (const [name, value] of Object.entries({ ...change, width: "orig" })) form.set(name, value);
    form.set("image", new Blob([await png()]), "other.png");
    const changed = await lab.patch(`/notes/${json.id}`, form);
    expect(changed.json.image).toContain(`other.${session}.png`);
    expect(await files()).not.toContain(`old.${session}.png`);
  });

  test("has a file of its own, however many come at once under one name", async () => {
    const sent = await Promise.all(Array.from({ length: 8 }, () => send("same.png", { width: "orig" })));
    expect(sent.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 201));
    expect(new Set(sent.map(({ json }) => json.image)).size).toBe(8);
    expect((await files()).filter((name) => name.startsWith("same")).length).toBe(8);
    expect((await files()).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  test.each(["../../../etc/passwd", "%2e%2e/%2e%2e/secret.png", ".hidden.part", "2024"])(
    "is nowhere outside the folder: %s",
    async (path) => {
      expect((await lab.get(`/uploaded/${path}`)).status).toBe(404);
    },
  );
});

describe("The name of a stored image", () => {
  test("is shortened before its first dot until the path has 100 characters", async () => {
    const long = `2024/05/06/${"x".repeat(60)}.${session}.png`;
    const path = await availablePath(long, async () => false);
    expect(path.length).toBeLessThanOrEqual(100);
    expect(path).toMatch(new RegExp(`^2024/05/06/x+_\\w{7}\\.${session}\\.png$`));
  });
});

test("none of this was a failure of the server", () => {
  expect(lab.failures).toEqual([]);
});
