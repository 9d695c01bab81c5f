// Modules that are linked to each other by names, for worker.mjs.

/** Something of the host's to which a guest may have a reference. */
class Host {
  constructor({ of, bits }) {
    Object.assign(this, { of, bits });
  }
}

module.exports = ({ needs, refusal, failure }) => {
  let modules, instances, registered;

  function drop() {
    modules = [];
    instances = [];
    registered = Object.create(null);
  }
  drop();

  function exportsOf(instance) {
    needs(instances[instance], 'that instance');
    return instances[instance].exports;
  }

  /** Does what is the engine's or the guest's: what it throws is its own end or refusal. */
  function done(step) {
    try {
      return step();
    } catch (error) {
      throw failure(error);
    }
  }

  function fromValue(value) {
    switch (value.type) {
      case 'i64': return BigInt.asIntN(64, BigInt(value.bits));
      case 'null': return null;
      case 'host': return new Host(value);
      default: throw refusal(`a value of type ${value.type} does not pass`);
    }
  }

  return {
    drop,

    define({ wasm }) {
      const bytes = Buffer.from(wasm, 'hex');
      const compiled = done(() => new WebAssembly.Module(bytes));
      return { module: modules.push(compiled) - 1 };
    },

    link({ module }) {
      needs(modules[module], 'that module');
      const instance = done(() => new WebAssembly.Instance(modules[module], registered));
      return { instance: instances.push(instance) - 1 };
    },

    register({ instance, name }) {
      registered[name] = exportsOf(instance);
      return {};
    },

    invoke({ instance, export: name, arguments: values = [] }) {
      const f = exportsOf(instance)[name];
      if (typeof f !== 'function') throw refusal(`${name}: no such function`);
      const given = values.map(fromValue);
      const result = done(() => f(...given));
      const results = Array.isArray(result) ? result : result === undefined ? [] : [result];
      return { values: results.map(toValue) };
    },

    get({ instance, export: name }) {
      const global = exportsOf(instance)[name];
      if (!(global instanceof WebAssembly.Global)) throw refusal(`${name}: no such global`);
      const value = done(() => global.value);
      return { values: [toValue(value)] };
    },
  };
};

function toValue(value) {
  if (typeof value === 'bigint') return { type: 'i64', bits: BigInt.asUintN(64, value).toString() };
  if (value === null) return { type: 'null' };
  if (value instanceof Host) return { type: 'host', ...value };
  // A number is no reference but this one.
  const to = { function: 'func', number: 'i31' }[typeof value] ?? 'object';
  return { type: 'ref', to };
}
