// Gives Bun's WASI what Node's has and the worker uses: `initialize`, and `proc_exit` that ends the guest alone.
import { WASI } from 'node:wasi';

class Exit {
  constructor(code) {
    this.code = code;
  }
}

// All of them share these bindings, whose own `exit` would end the process.
new WASI().bindings.exit = (code) => {
  throw new Exit(code);
};

const { start } = WASI.prototype;

WASI.prototype.start = function (instance) {
  try {
    start.call(this, instance);
    return 0;
  } catch (error) {
    if (error instanceof Exit) return error.code;
    throw error;
  }
};

WASI.prototype.initialize = function (instance) {
  this.setMemory(instance.exports.memory);
  instance.exports._initialize?.();
};
