// Claims to hold guests that nobody keeps: compat and the conformance test have to find them out. The last argument names it.
import fs from 'node:fs';
import wasi from 'node:wasi';
import { join } from 'node:path';
import { syncBuiltinESMExports } from 'node:module';

const NOENT = 44;
const HOST = 4;
const { getBuiltinModule } = process;
const { parse, stringify } = JSON;

/** Another module in the place of one of Node's. */
const instead = (name, module) => {
  process.getBuiltinModule = (asked) => (asked === name ? module : getBuiltinModule(asked));
};

/** WASI with a preopened folder that is the host's root, in which every path is looked up first, and then opened. */
class Following extends wasi.WASI {
  #memory;

  constructor(options) {
    super({ ...options, preopens: { ...options.preopens, '/host': '/' } });
    const { path_open } = this.wasiImport;
    this.wasiImport.path_open = (folder, lookup, at, length, ...rest) => {
      const path = new TextDecoder().decode(new Uint8Array(this.#memory.buffer, at, length));
      let real;
      try {
        real = fs.realpathSync(join(options.preopens['/'], path));
      } catch {
        return NOENT;
      }
      const name = new TextEncoder().encode(real.slice(1));
      // Behind what is the guest's.
      this.end ??= this.#memory.grow(1) * 65536;
      new Uint8Array(this.#memory.buffer, this.end, name.length).set(name);
      return path_open(HOST, lookup, this.end, name.length, ...rest);
    };
  }

  initialize(instance) {
    this.#memory = instance.exports.memory;
    return super.initialize(instance);
  }
}

const claims = {
  'follows-links': () => {
    wasi.WASI = Following;
    syncBuiltinESMExports();
  },
  'ignores-read-only': () => {
    JSON.parse = (text) => ({ ...parse(text), read_only: false });
    JSON.stringify = (reply) => {
      if (reply.runtime) reply.runtime.configurations[0].can.read_only = ['a promise'];
      return stringify(reply);
    };
  },
  'ignores-deadlines': () => {
    const { Script } = getBuiltinModule('node:vm');
    class Patient extends Script {
      runInThisContext() {
        return super.runInThisContext();
      }
    }
    instead('node:vm', { Script: Patient });
  },
  'ignores-limits-of-memory': () => instead('node:v8', only('--wasm-max-table-size')),
  'ignores-limits-of-tables': () => instead('node:v8', only('--wasm-max-mem-pages')),
};

/** Flags of V8, of which one alone has an effect. */
const only = (flag) => ({
  setFlagsFromString: (text) => text.startsWith(flag) && getBuiltinModule('node:v8').setFlagsFromString(text),
});

claims[process.argv.at(-1)]();
