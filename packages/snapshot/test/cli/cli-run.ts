import { PassThrough } from "node:stream";
import { vi } from "vitest";
import { runCli } from "../../src/cli/run-cli.ts";
import { temporaryFolder } from "../temporary-folder.ts";

/** What a command line did. */
export interface CliRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

class Screen extends PassThrough {
  readonly isTTY: boolean;
  readonly columns = 80;
  constructor(isTTY: boolean) {
    super();
    this.isTTY = isTTY;
  }
  get text(): string {
    return String(this.read() ?? "");
  }
}

/** A machine without settings: what the command knows, the environment says. */
export async function machine(environment: Readonly<Record<string, string>>): Promise<void> {
  const home = await temporaryFolder();
  const nothing = { ALYX_BASE_URL: "", ALYX_USER: "", ALYX_TOKEN: "", ALYX_PASSWORD: "" };
  for (const [name, value] of Object.entries({ ...nothing, HOME: home, XDG_CONFIG_HOME: home, ...environment })) {
    vi.stubEnv(name, value === "" ? undefined : value);
  }
}

/** Runs a command line in this process. */
export async function run(
  args: readonly string[],
  { isTTY = false }: { readonly isTTY?: boolean } = {},
): Promise<CliRun> {
  const [stdout, stderr] = [new Screen(false), new Screen(isTTY)];
  const terminal = { stdout, stderr } as unknown as Parameters<typeof runCli>[1];
  const exitCode = await runCli(args, terminal, "1.2.3");
  return { exitCode, stdout: stdout.text, stderr: stderr.text };
}
