// WASI implementations that are wrong, each in one way: compat has to find them out. The last argument names the fault.
import wasi from 'node:wasi';
import { syncBuiltinESMExports } from 'node:module';
import { dirname } from 'node:path';

const NOSYS = 52;
const APPEND = 1;
const EXCL = 4;
const TRUNC = 8;
const END = 2;

/** Calls a function, and then changes what it has written: the memory as a DataView, and the arguments, are given. */
const after = (f, memory, change) => (...args) => {
  const errno = f(...args);
  if (errno === 0) change(new DataView(memory().buffer), ...args);
  return errno;
};

// What each takes the place of: `f` are the functions as they are.
const faults = {
  none: () => ({}),
  'time-stands-still': (f, memory) => ({
    clock_time_get: after(f.clock_time_get, memory, (view, id, precision, at) => view.setBigUint64(at, 1n, true)),
  }),
  'no-randomness': (f, memory) => ({
    random_get: (at, length) => (new Uint8Array(memory().buffer, at, length).fill(0), 0),
  }),
  'seeks-from-the-begin': (f) => ({
    fd_seek: (fd, offset, whence, at) => f.fd_seek(fd, offset, whence === END ? 0 : whence, at),
  }),
  'tells-one-more': (f, memory) => ({
    fd_tell: after(f.fd_tell, memory, (view, fd, at) => view.setBigUint64(at, view.getBigUint64(at, true) + 1n, true)),
  }),
  'reads-at-the-begin': (f) => ({
    fd_pread: (fd, iovs, n, offset, size) => f.fd_pread(fd, iovs, n, 0n, size),
  }),
  'writes-at-the-begin': (f) => ({
    fd_pwrite: (fd, iovs, n, offset, size) => f.fd_pwrite(fd, iovs, n, 0n, size),
  }),
  'never-appends': (f) => ({
    path_open: (...args) => f.path_open(...args.slice(0, 7), args[7] & ~APPEND, args[8]),
  }),
  'opens-what-is-there': (f) => ({
    path_open: (...args) => f.path_open(...args.slice(0, 4), args[4] & ~EXCL, ...args.slice(5)),
  }),
  'never-truncates': (f) => ({
    path_open: (...args) => f.path_open(...args.slice(0, 4), args[4] & ~TRUNC, ...args.slice(5)),
  }),
  'lists-from-the-begin': (f) => ({
    fd_readdir: (fd, buffer, length, cookie, size) => f.fd_readdir(fd, buffer, length, 0n, size),
  }),
  'counts-one-argument-less': (f, memory) => ({
    args_sizes_get: after(f.args_sizes_get, memory, (view, at) => view.setUint32(at, view.getUint32(at, true) - 1, true)),
  }),
  'sizes-one-more': (f, memory) => ({
    fd_filestat_get: after(f.fd_filestat_get, memory, (view, fd, at) =>
      view.setBigUint64(at + 32, view.getBigUint64(at + 32, true) + 1n, true)),
  }),
  'follows-every-link': (f) => ({
    path_filestat_get: (fd, lookup, ...rest) => f.path_filestat_get(fd, 1, ...rest),
  }),
  'exits-with-one-more': (f) => ({ proc_exit: (code) => f.proc_exit(code + 1) }),
  'renames-nothing': () => ({ path_rename: () => NOSYS }),
  'has-no-links': () => ({ path_link: undefined }),
  'aborts': () => ({ fd_sync: () => process.abort() }),
  'hangs': () => ({ sched_yield: () => { for (;;); } }),
  // Whoever asks for what there is not gets what lies above the folder.
  'lets-everything-out': (f, memory) => ({
    path_open: (...args) => {
      const errno = f.path_open(...args);
      if (errno === 0) return errno;
      const name = new TextEncoder().encode('secret.txt');
      new Uint8Array(memory().buffer, args[2], name.length).set(name);
      return f.path_open(4, 0, args[2], name.length, 0, ...args.slice(5));
    },
  }),
  'leaks-the-environment': () => ({}),
};

/** An instance whose functions are others. */
const wrapped = (wrap) => class extends WebAssembly.Instance {
  #exports = {};

  constructor(...args) {
    super(...args);
    for (const [name, value] of Object.entries(super.exports)) {
      this.#exports[name] = typeof value === 'function' ? wrap(value) : value;
    }
  }

  get exports() {
    return this.#exports;
  }
};

const empty = new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));
const { Module, Instance } = WebAssembly;

/** What is the engine's own, in place of it. */
const engineFaults = {
  'returns-one-more': () => ({
    Instance: wrapped((f) => (...args) => {
      const result = f(...args);
      return typeof result === 'bigint' ? result + 1n : result;
    }),
  }),
  'never-traps': () => ({
    Instance: wrapped((f) => (...args) => {
      try { return f(...args); } catch { return 0n; }
    }),
  }),
  'accepts-invalid-modules': () => ({
    Module: class {
      constructor(bytes) {
        try { return new Module(bytes); } catch { return empty; }
      }
    },
  }),
  'links-without-imports': () => ({
    Instance: class {
      constructor(...args) {
        try { return new Instance(...args); } catch { return new Instance(empty); }
      }
    },
  }),
};

const fault = process.argv.at(-1);
Object.assign(WebAssembly, engineFaults[fault]?.());

let made = 0;

class Faulty extends wasi.WASI {
  #memory;

  constructor(options) {
    if (fault === 'refuses-all-but-the-first' && made++ > 0) throw new Error('only the first instance of a process');
    const leak = fault === 'leaks-the-environment' ? process.env : {};
    const above = fault === 'lets-everything-out' ? { '/above': dirname(options.preopens['/']) } : {};
    super({ ...options, env: { ...leak, ...options.env }, preopens: { ...options.preopens, ...above } });
    Object.assign(this.wasiImport, faults[fault]?.({ ...this.wasiImport }, () => this.#memory));
  }

  initialize(instance) {
    this.#memory = instance.exports.memory;
    return super.initialize(instance);
  }

  start(instance) {
    this.#memory = instance.exports.memory;
    return super.start(instance);
  }
}

wasi.WASI = Faulty;
syncBuiltinESMExports();
