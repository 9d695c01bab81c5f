// What a component sees of the outside: jco's shims of WASI 0.2 and 0.3, given the arguments, environment and folders of
// one instance.
import { syncBuiltinESMExports } from 'node:module';
import { isatty } from 'node:tty';
import { THREE, jco, packages } from './packages.mjs';

// Where a guest does what WASI does not allow, the shims print why and end the process: that is their trap, and the guest's end
// alone.
process.exit = (code) => {
  throw new Error(`the shim ended the process with code ${code}`);
};
syncBuiltinESMExports();

const { WASIShim } = await import(jco('@bytecodealliance/preview2-shim/instantiation'));
const two = await import(jco('@bytecodealliance/preview2-shim'));
const three = await import(jco('@bytecodealliance/preview3-shim'));

// The shims take every stream for a terminal, unless they are told.
for (const cli of [two.cli, three.cli]) {
  if (!isatty(0)) cli._setTerminalStdin(undefined);
  if (!isatty(1)) cli._setTerminalStdout(undefined);
  if (!isatty(2)) cli._setTerminalStderr(undefined);
}

/** The guest has asked for its end. */
export class Exit {
  constructor(code) {
    this.code = code;
  }
}

/** The imports of one instance. `ended` is called when it exits: the shims' own `exit` would end this process. */
export function imports({ args = [], env = {}, dir, second_dir, network }, ended) {
  const preopens = { ...(dir && { '/': dir }), ...(second_dir && { '/second': second_dir }) };
  const leave = (code) => {
    const exit = new Exit(code);
    ended(exit);
    throw exit;
  };
  const exit = { exit: ({ tag }) => leave(tag === 'err' ? 1 : 0), exitWithCode: leave };
  const shim = new WASIShim({
    cli: { ...two.cli, exit, environment: environment(args, env, 'initialCwd') },
    sandbox: { preopens, enableNetwork: network === true },
  });
  return { ...shim.getImportObject(), ...importsOfThree(args, env, preopens, exit) };
}

const environment = (args, env, cwd) => ({
  getArguments: () => args,
  getEnvironment: () => Object.entries(env),
  [cwd]: () => undefined,
});

/** Those of WASI 0.3, for which the shim has no such class, and but one set of folders. */
function importsOfThree(args, env, preopens, exit) {
  three.filesystem._setPreopens(preopens);
  const directories = [...three.filesystem.preopens.getDirectories()];
  const own = {
    cli: { environment: environment(args, env, 'getInitialCwd'), exit },
    filesystem: { preopens: { ...three.filesystem.preopens, getDirectories: () => directories } },
  };
  const all = {};
  for (const name of packages) {
    for (const [item, what] of Object.entries({ ...three[name], ...own[name] })) {
      const kebab = item.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      if (typeof what === 'object') all[`${THREE}:${name}/${kebab}`] = what;
    }
  }
  return all;
}
