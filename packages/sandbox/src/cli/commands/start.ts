import { type Command } from "commander";
import { writeCacheTables } from "../../cache-tables/write-cache-tables.ts";
import { importFolder } from "../../import/import-folder.ts";
import { isLoopback } from "../../sandbox/loopback.ts";
import { type OpenLab, openLab } from "../../sandbox/open-lab.ts";
import { ensureUser, type SandboxUser } from "../../sandbox/sandbox-user.ts";
import { serveLab } from "../../sandbox/serve-lab.ts";
import { seedDemo } from "../../seed/seed-demo.ts";
import { labPlace } from "../place-options.ts";
import { endProgress, print, progress, remark, type Terminal } from "../terminal.ts";
import { greeting } from "./greeting.ts";
import { addServeOptions, type StartOptions, serveOptions } from "./serve-options.ts";

const EXAMPLES = `
Examples:
  sandbox start --seed demo                 a lab of made-up data, gone at Ctrl-C
  sandbox start --import ~/data             your own ALF files, served in place
  sandbox start --folder lab                what was seeded, imported and registered before
  SANDBOX_DATA_PASSWORD=… sandbox start --folder lab --host 0.0.0.0 --data-user lab

The last one is reached from other machines, over plain HTTP: put a proxy with TLS before it. It needs a user with a
password ("sandbox users add").`;

/** Add `sandbox start`, which is also what `sandbox` alone does. */
export function addStart(program: Command, terminal: Terminal): void {
  addServeOptions(program.command("start"))
    .description("Serve a lab: an Alyx-compatible server and a data server.")
    .addHelpText("after", EXAMPLES)
    .action(async (options: StartOptions) => {
      const serve = serveOptions(options, terminal);
      const lab = await openLab(labPlace(options, terminal));
      try {
        const user = await chooseUser(lab, serve.host ?? "");
        await fill(lab, options, { terminal, username: user?.username });
        const servers = await serveLab(lab, serve);
        try {
          print(
            terminal,
            greeting({
              ...servers,
              user,
              known: await usersWithPassword(lab),
              folder: lab.isTemporary ? undefined : lab.folder,
            }),
          );
          await stopped(terminal.stop);
        } finally {
          remark(terminal, "sandbox: closing");
          await servers.close();
        }
      } finally {
        await lab.close();
      }
    });
}

async function usersWithPassword({ database }: OpenLab): Promise<string[]> {
  const users = await database.db.selectFrom("lab_member").select("username").where("password", "<>", "").execute();
  return users.map(({ username }) => username).sort();
}

/** Whoever has a password logs in with it; only where nobody has one is there a user with a password made up. */
async function chooseUser(lab: OpenLab, host: string): Promise<SandboxUser | undefined> {
  const known = await usersWithPassword(lab);
  return known.length === 0 && isLoopback(host) ? await ensureUser(lab.database, { username: "demo" }) : undefined;
}

async function fill(
  lab: OpenLab,
  { seed, import: folder, lab: labName }: StartOptions,
  { terminal, username = "demo" }: { readonly terminal: Terminal; readonly username?: string | undefined },
): Promise<void> {
  const onProgress = ({ done, total, session }: { done: number; total: number; session: string }) =>
    progress(terminal, `${done}/${total} ${session}`);
  if (seed !== undefined) await seedDemo(lab.database, { dataFolder: lab.dataFolder, username, onProgress });
  if (folder !== undefined) {
    const { mounts } = await importFolder(lab.database, folder, { lab: labName, onProgress, signal: terminal.stop });
    await lab.mounts.add(mounts);
  }
  endProgress(terminal);
  await writeCacheTables(lab.database, { tablesDir: lab.tablesDir });
}

function stopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
