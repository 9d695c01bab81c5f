// Claims to hold guests that nobody keeps: compat and the conformance test have to find them out. The last argument names it.
const { getBuiltinModule } = process;
const { parse, stringify } = JSON;

/** Another module in the place of one of Node's. */
const instead = (name, module) => {
  process.getBuiltinModule = (asked) => (asked === name ? module : getBuiltinModule(asked));
};

const claims = {
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
