import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { OneAlyx } from "../../src/alyx/index.ts";
import { keyFromUrl } from "../../src/alyx/key-from-url.ts";
import { ONE, setupOneAlyx } from "../../src/node/one-factory.ts";
import { nodeSettings } from "../../src/node/settings.ts";
import { alyxEnvironment } from "../../src/node/settings-environment.ts";
import { getCaches, getDefaultClient } from "../../src/settings/caches.ts";
import { temporaryFolder } from "./open-lab.ts";

async function home() {
  const folder = await temporaryFolder();
  const settings = nodeSettings({ paramsDir: join(folder, ".one"), cacheRoot: join(folder, "ONE") });
  return { folder, settings, environment: alyxEnvironment({}) };
}

test("a folder that is no database's is opened by its tables", async () => {
  const { folder, ...more } = await home();
  const one = await ONE({ ...more, cacheDir: folder });
  expect(one).not.toBeInstanceOf(OneAlyx);
  expect(one.offline).toBe(true);
});

test("without a folder, or with an address, the database is opened, and set up the first time", async () => {
  const { folder, ...more } = await home();
  const usual = await ONE(more);
  expect(usual).toBeInstanceOf(OneAlyx);
  expect((usual as OneAlyx).alyx.baseUrl).toBe("https://openalyx.internationalbrainlab.org");
  expect(usual.cacheDir).toBe(join(folder, "ONE", "openalyx.internationalbrainlab.org"));
  const other = await ONE({ ...more, baseUrl: "https://alyx.lab.org" });
  expect((other as OneAlyx).alyx.baseUrl).toBe("https://alyx.lab.org");
  expect(String(other)).toBe("OneAlyx (online, https://alyx.lab.org)");
  expect(await getDefaultClient(more.settings)).toBe("openalyx.internationalbrainlab.org");
});

test("the folder of a database opens that database, however it is written", async () => {
  const { folder, ...more } = await home();
  const files = join(folder, "files");
  await mkdir(files);
  await setupOneAlyx({ ...more, baseUrl: "https://alyx.lab.org", cacheDir: files });
  const one = await ONE({ ...more, cacheDir: join(folder, "x", "..", "files") });
  expect((one as OneAlyx).alyx.baseUrl).toBe("https://alyx.lab.org");
});

test("a database is set up with a folder and user, and becomes the usual one when asked", async () => {
  const { folder, settings, environment } = await home();
  const baseUrl = "https://alyx.lab.org";
  const files = join(folder, "files");
  await ONE({ settings, environment });
  const one = await setupOneAlyx({ settings, environment, baseUrl, username: "u", cacheDir: files, makeDefault: true });
  expect(one.cacheDir).toBe(files);
  expect((await getCaches(settings))?.CLIENT_MAP[keyFromUrl(baseUrl)]).toBe(files);
  expect(await getDefaultClient(settings)).toBe(keyFromUrl(baseUrl));
});
