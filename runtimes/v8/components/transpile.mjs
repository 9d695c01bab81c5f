// transpile.mjs FILE DIR: makes JavaScript and core modules of a component, as `jco transpile` does, and puts them into DIR.
//
// It prints what it took, or why jco refuses the component, as one line of JSON.
import fs from 'node:fs';
import path from 'node:path';
import { jco, map } from './packages.mjs';

const [, , file, dir] = process.argv;
// V8 compiles on other threads, which do not keep Node from ending when nothing else is left to be done.
const waiting = setInterval(() => {}, 1 << 30);
try {
  const { transpileBytes } = await import(jco('@bytecodealliance/jco-transpile'));
  const { files } = await transpileBytes(fs.readFileSync(file), {
    name: 'component',
    instantiation: 'sync',
    map,
    emitTypescriptDeclarations: false,
  });
  for (const [name, content] of Object.entries(files)) fs.writeFileSync(path.join(dir, name), content);
  say({});
} catch (error) {
  say({ error: `jco: ${error?.payload ?? error}` });
}
clearInterval(waiting);

function say(what) {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  console.log(JSON.stringify({ ...what, cpu_ns: (userCPUTime + systemCPUTime) * 1000, peak_bytes: maxRSS * 1024 }));
}
