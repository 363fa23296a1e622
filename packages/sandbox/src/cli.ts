#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { runCli } from "./cli/run-cli.ts";
import { processTerminal } from "./cli/terminal.ts";

// A reader that closes early (`sandbox users list | head`) is no failure.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
}

const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string };
process.exitCode = await runCli(process.argv.slice(2), processTerminal(), manifest.version);
