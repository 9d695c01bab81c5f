// What WAVM's command line looks like from outside, in front of Node's WASI: arguments, metrics, how it refuses and traps.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const [command, ...words] = process.argv.slice(2);
if (command === "version") {
  console.log("WAVM version 0.0.0-test\nLLVM version:                  22.1.0");
  process.exit(0);
}
if (command === "compile") {
  const { copyFileSync } = await import("node:fs");
  copyFileSync(words[0], words[1]);
  process.exit(0);
}
const options = [];
while (words[0].startsWith("--")) {
  if (words[0] === "--mount-root") options.push(`--dir=${words[1]}`);
  words.splice(0, words[0] === "--mount-root" ? 2 : 1);
}
const metrics = (text) => process.env.WAVM_OUTPUT === "metrics" && process.stdout.write(text);
metrics("Loaded WASM in 0.21ms (1.234567 MiB/s)\nEmitted LLVM IR in 1.10ms (10.000000 functions/s)\n");
metrics("Optimized LLVM module in 2.00ms (5.000000 functions/s)\nGenerated machine code in 3.00ms (4.000000 functions/s)\n");
metrics("Loaded guest in 0.30ms (2.000000 MiB/s)\nCode: 1.0 KiB, read-only data: 0.1 KiB, read-write data: 0.0 KiB\n");
const script = join(dirname(fileURLToPath(import.meta.url)), "../node/run.mjs");
const run = spawnSync(process.execPath, ["--no-warnings", script, ...options, ...words], {
  stdio: ["inherit", "inherit", "pipe"],
  env: { ...process.env, START_ALONE: "1" },
});
const said = run.stderr.toString();
if (said.startsWith("refused: ")) {
  process.stderr.write(`Failed to link module:\n${said}`);
  process.exit(1);
}
if (said.startsWith("trapped: ")) {
  process.stderr.write(`Runtime exception: wavm.reachedUnreachable\n${said}`);
  process.abort();
}
process.stderr.write(run.stderr);
metrics("Executed program in 1.50ms\nPeak memory usage: 12345KiB\n");
process.exitCode = run.status;
