// Where the packages are: the set-up puts them into the folder JCO, not beside these scripts. And what is imported from them.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const dir = process.env.JCO ?? '.';
const require = createRequire(path.join(dir, 'none.js'));

/** The address of a package's module. */
export const jco = (name) => pathToFileURL(require.resolve(name)).href;

/** The version of an installed package. */
export function version(name) {
  return JSON.parse(fs.readFileSync(path.join(dir, 'node_modules', name, 'package.json'), 'utf8')).version;
}

/** The packages of WASI 0.3. */
export const packages = ['cli', 'clocks', 'filesystem', 'http', 'random', 'sockets'];

/** What their imports are called here. jco leaves versions away, and 0.2 has interfaces of the same names. */
export const THREE = 'wasi-0.3';
export const map = Object.fromEntries(packages.map((name) => [`wasi:${name}/*@0.3.0`, `${THREE}:${name}/*`]));
