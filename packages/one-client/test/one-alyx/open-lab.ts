import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DataWarning } from "@neurophys/alf";
import { onTestFinished } from "vitest";
import { type OneAlyx } from "../../src/alyx/index.ts";
import { type OpenOneAlyxOptions, openOneAlyx } from "../../src/node/one-alyx.ts";
import { nodeSettings } from "../../src/node/settings.ts";
import { alyxEnvironment } from "../../src/node/settings-environment.ts";
import { saveParams } from "../../src/settings/client-file.ts";
import { DEFAULT_PARAMS } from "../../src/settings/client-params.ts";
import { PASSWORD } from "../alyx/client/loopback-alyx.ts";
import { type LabServer, startLab } from "./lab-server.ts";

/** A lab, and a client of it with a folder and settings of its own. */
export interface OpenedLab {
  readonly lab: LabServer;
  readonly one: OneAlyx;
  /** Folder of the files. */
  readonly folder: string;
  readonly warnings: DataWarning[];
}

/** A folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "neurophys-one-alyx-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Open a lab that runs. */
export async function openLab(
  lab: LabServer,
  options: OpenOneAlyxOptions & { readonly home?: string | undefined } = {},
): Promise<OpenedLab> {
  const home = options.home ?? (await temporaryFolder());
  const folder = options.cacheDir ?? join(home, "cache");
  const settings = nodeSettings({ paramsDir: join(home, ".one"), cacheRoot: home });
  await saveParams(
    settings,
    { ...DEFAULT_PARAMS, ALYX_URL: lab.alyx.url, HTTP_DATA_SERVER: lab.dataUrl },
    lab.alyx.url,
  );
  const warnings: DataWarning[] = [];
  const one = await openOneAlyx({
    settings,
    environment: alyxEnvironment({}),
    baseUrl: lab.alyx.url,
    username: "test_user",
    password: PASSWORD,
    policy: { backoffMs: () => 1, timeoutMs: 5000 },
    downloads: { transfer: { backoffMs: () => 1, retries: 1 } },
    onWarning: (warning) => void warnings.push(warning),
    ...options,
    cacheDir: folder,
  });
  return { lab, one, folder, warnings };
}

/** Start a lab and open it. */
export async function newLab(options: OpenOneAlyxOptions = {}): Promise<OpenedLab> {
  return openLab(await startLab(), options);
}
