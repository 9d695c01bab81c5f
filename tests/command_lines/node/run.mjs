// run.mjs [--dir=DIR] [--env=NAME=VALUE]... MODULE ARGUMENTS...
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { WASI } from "node:wasi";

const words = process.argv.slice(2);
if (words[0] === "--version") {
  console.log(process.version);
  process.exit(0);
}
const preopens = {};
const env = {};
while (words[0].startsWith("--")) {
  const [option, ...rest] = words.shift().split("=");
  if (option === "--dir") preopens["/"] = rest.join("=");
  else env[rest[0]] = rest.slice(1).join("=");
}
const [file, ...args] = words;
const wasi = new WASI({ version: "preview1", args: [basename(file), ...args], env, preopens, returnOnExit: true });

let instance;
// Node refuses a module that exports `_initialize` too; what is to look like other command lines calls `_start` alone.
const started = () => {
  const { memory, _start } = instance.exports;
  return process.env.START_ALONE ? { exports: { memory, _start } } : instance;
};
try {
  const module = await WebAssembly.compile(readFileSync(file));
  instance = await WebAssembly.instantiate(module, wasi.getImportObject());
} catch (error) {
  console.error(`refused: ${error.message}`);
  process.exit(1);
}
try {
  process.exitCode = wasi.start(started());
} catch (error) {
  const how = error.message.includes("instance.exports._initialize") ? "refused" : "trapped";
  console.error(`${how}: ${error.message}`);
  process.exitCode = 1;
}
