import { spawn } from "node:child_process";

/** Run a command; resolve with its exit code and everything it printed. */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
    let output = "";
    const take = (chunk) => {
      output += chunk;
      if (options.live) process.stdout.write(chunk);
    };
    child.stdout?.on("data", take);
    child.stderr?.on("data", take);
    child.on("error", (error) => resolve({ code: 127, output: `${output}${error.message}\n` }));
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

/**
 * Do one step and print one line for it. `work` returns `{code, output, note?}`; a step that fails prints its output
 * and stops the run.
 */
export async function step(name, work) {
  const started = performance.now();
  if (process.stdout.isTTY) process.stdout.write(`  …  ${name}`);
  const result = await work();
  const seconds = `${((performance.now() - started) / 1000).toFixed(1)} s`;
  const ok = result.code === 0;
  const clear = process.stdout.isTTY ? "\r\x1b[K" : "";
  process.stdout.write(
    `${clear}  ${ok ? "ok" : "FAILED"}  ${name} (${[result.note, seconds].filter(Boolean).join(", ")})\n`,
  );
  if (!ok) process.stdout.write(`\n${result.output.trimEnd()}\n\n`);
  return ok;
}
