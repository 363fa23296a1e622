#!/usr/bin/env node
import { runCli } from "./cli/run-cli.ts";
import { processTerminal } from "./cli/terminal.ts";
import { VERSION } from "./version.ts";

// A reader that closes early (`snapshot list | head`) is no failure.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
}

process.exitCode = await runCli(process.argv.slice(2), processTerminal(), VERSION);
