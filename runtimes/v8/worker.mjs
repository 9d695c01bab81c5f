// A worker for JavaScript engines: the module goes to the engine's WebAssembly, WASI is the embedder's `node:wasi`.
//
// worker.mjs CONFIGURATION: an engine's flags hold for the whole process from its start, so whoever starts it sets
// them, and a process is of one configuration.
//
// Everything is synchronous: an event loop would do work of its own between steps. Imports are evaluated before
// the first line, so that loading `node:wasi` counts as part of the start.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { WASI } from 'node:wasi';

const now = process.hrtime.bigint;
const started = now();

const [, , configuration] = process.argv;
// Deno and Bun also tell the version of Node that they resemble, Bun that of V8 too.
const { v8, node, deno, bun, webkit } = process.versions;
const embedder = (bun && `Bun ${bun}`) || (deno && `Deno ${deno}`) || `Node ${node}`;
const runtime = {
  name: bun ? 'jsc' : 'v8',
  // WebKit's version is a commit; to V8's, embedders add a suffix of their own.
  version: `${bun ? webkit.slice(0, 9) : v8.split('-')[0]} (${embedder})`,
  wasi: 'runtime',
  configurations: [{ name: configuration, artifact: 'wasm', can: {} }],
};

// Limits. A watchdog of `node:vm` ends a script, and the WebAssembly that it calls; Bun's does not. Flags of V8 that hold
// for what is made later can be set by Node alone.
const builtin = (name) => process.getBuiltinModule?.(name);
const can = runtime.configurations[0].can;
can.second_dir = ['preopens'];
if (!bun && builtin('node:vm')) can.deadline = ['vm timeout'];
if (!bun && !deno && builtin('node:v8')) {
  can.memory = ['--wasm-max-mem-pages'];
  can.table = ['--wasm-max-table-size'];
}
const unlimited = { '--wasm-max-mem-pages': 4294967295, '--wasm-max-table-size': 10000000 };
let deadline;

function limit(limits) {
  const wants = [['deadline', 'deadline'], ['memory_bytes', 'memory'], ['table_elements', 'table']];
  const lacks = wants.find(([field, ability]) => limits?.[field] && !can[ability]);
  if (lacks) throw refusal(`it has no limit of ${lacks[1]}`);
  if (limits?.deadline && !can.deadline.includes(limits.deadline.by)) {
    throw refusal(`it has no limit of time by ${limits.deadline.by}`);
  }
  deadline = limits?.deadline?.ms;
  // An engine without limits is left as it is, unless there was another one before.
  if (!limits && !engine) return;
  const flags = {
    '--wasm-max-mem-pages': limits?.memory_bytes && Math.floor(limits.memory_bytes / 65536),
    '--wasm-max-table-size': limits?.table_elements,
  };
  for (const flag of [...(can.memory ?? []), ...(can.table ?? [])]) {
    builtin('node:v8').setFlagsFromString(`${flag}=${flags[flag] ?? unlimited[flag]}`);
  }
}

/** Does a step within the deadline, if there is one. */
function bounded(step) {
  if (!deadline) return step();
  globalThis.wasmeterStep = step;
  return new (builtin('node:vm').Script)('wasmeterStep()').runInThisContext({ timeout: deadline });
}

// Deno numbers files itself, so it has to open what others inherit.
const inherited = (fd, mode) => (deno ? fs.openSync(`/proc/self/fd/${fd}`, mode) : fd);
const requests = inherited(3, 'r');
const replies = inherited(4, 'w');

/** Why a request is not answered with `ok`. */
class Failure {
  constructor(outcome, message) {
    this.outcome = outcome;
    this.message = message.replaceAll('\n', ' ');
  }
}
const refusal = (message) => new Failure('unsupported', message);
const badRequest = (message) => new Failure('bad-request', message);

let engine = false;
let module = null;
let instances = [];
let linked;
let weighed;
const linkedOperations = ['define', 'link', 'register', 'invoke', 'get'];

// What requests must have.
const fields = {
  engine: ['configuration'],
  load: ['file', 'artifact'],
  precompile: ['file', 'to'],
  call: ['instance', 'export', 'n', 'samples', 'budget_ns'],
  define: ['wasm'],
  link: ['module'],
  register: ['instance', 'name'],
  invoke: ['instance', 'export'],
  get: ['instance', 'export'],
};

/** The requests about linked modules, whose code is read when there first is one: it is no part of any start. */
function aboutLinked(op) {
  return (request) => {
    needs(engine, 'an engine');
    linked ??= createRequire(import.meta.url)('./linked.cjs')({ needs, refusal, failure });
    return linked[op](request);
  };
}

const operations = {
  // A number does not tell of which type it was, nor a NaN its bits; a v128 and an exnref cannot pass at all.
  describe: () => ({ runtime, passes: ['i64', 'funcref', 'externref', 'anyref'] }),

  engine(request) {
    if (request.configuration !== configuration) {
      throw refusal(`this process was started as ${configuration}, not as ${request.configuration}`);
    }
    // The engine runs this script, so it was made before.
    limit(request.limits);
    engine = true;
    module = null;
    instances = [];
    linked?.drop();
    return {};
  },

  load(request) {
    needs(engine, 'an engine');
    if (request.artifact !== 'wasm') throw refusal('this configuration executes .wasm files only');
    const bytes = read(request.file);
    const [compiled, times] = timed(() => new WebAssembly.Module(bytes));
    module = compiled;
    instances = [];
    return times;
  },

  precompile() {
    throw refusal('this configuration compiles nothing ahead of time');
  },

  instantiate(request) {
    needs(module, 'a module');
    const [instance, times] = timed(() => bounded(() => {
      const { wasi, instance } = link(request);
      // Without `_start`: a module may have both, which `initialize` refuses.
      const { memory, _initialize } = instance.exports;
      entered(() => wasi.initialize({ exports: { memory, _initialize } }));
      return instance;
    }));
    return { ...times, instance: instances.push(instance) - 1 };
  },

  call(request) {
    const instance = instances[request.instance];
    needs(instance, 'that instance');
    const f = instance.exports[request.export];
    if (typeof f !== 'function') throw refusal(`${request.export}: no such export`);
    const { n, samples } = request;
    const budget = BigInt(request.budget_ns);
    const results = [];
    const clock = [];
    const [, times] = timed(() => bounded(() => entered(() => {
      clock.push(now());
      const end = clock[0] + budget;
      do {
        results.push(f(n));
        clock.push(now());
      } while (results.length < samples && clock[results.length] < end);
    })));
    if (results.some((result) => typeof result !== 'bigint')) {
      throw refusal(`${request.export}: its type is not (i32) -> i64`);
    }
    return {
      ...times,
      samples_ns: results.map((_, i) => Number(clock[i + 1] - clock[i])),
      results: results.map((result) => BigInt.asUintN(64, result).toString()),
    };
  },

  run(request) {
    needs(module, 'a module');
    let instantiate_ns;
    const [exit_code, times] = timed(() => bounded(() => {
      const begin = now();
      const { wasi, instance } = link(request);
      if (typeof instance.exports._start !== 'function') throw refusal('_start: no such export');
      instantiate_ns = Number(now() - begin);
      return entered(() => wasi.start(instance));
    }));
    return { ...times, instantiate_ns, exit_code };
  },

  ...Object.fromEntries(linkedOperations.map((op) => [op, aboutLinked(op)])),
};

function link({ args = [], env = {}, dir, read_only, second_dir }) {
  if (read_only) throw new TypeError('node:wasi makes no folder read-only');
  const preopens = { ...(dir && { '/': dir }), ...(second_dir && { '/second': second_dir }) };
  const made = (version, name) => {
    const wasi = new WASI({ version, args, env, preopens, returnOnExit: true });
    return { wasi, instance: new WebAssembly.Instance(module, { [name]: wasi.wasiImport }) };
  };
  try {
    return made('preview1', 'wasi_snapshot_preview1');
  } catch (error) {
    // Only what cannot be linked is asked whether it is of preview 0.
    const imports = WebAssembly.Module.imports(module);
    if (!imports.some((wanted) => wanted.module === 'wasi_unstable')) throw error;
    return made('unstable', 'wasi_unstable');
  }
}

function needs(there, what) {
  if (!there) throw badRequest(`there is not ${what} yet`);
}

function read(file) {
  if (typeof file !== 'string') throw badRequest('a load wants a file');
  try {
    return fs.readFileSync(file);
  } catch (error) {
    throw refusal(error.message);
  }
}

/**
 * Enters the guest. What is thrown then has ended it, also by a host function, but for what is found out before: that a
 * parameter would have to be a BigInt, or that WASI wants another export.
 */
function entered(guest) {
  try {
    return guest();
  } catch (error) {
    if (!(error instanceof Error) || /BigInt|instance\.exports/.test(error.message)) throw error;
    throw new Failure('trap', `${error.name}: ${error.message}`);
  }
}

/** Runs a step of the engine or the guest: what it throws is its own end or refusal. */
function timed(step) {
  const cpu = process.cpuUsage();
  const begin = now();
  let value;
  try {
    value = step();
  } catch (error) {
    throw error instanceof Failure ? error : failure(error);
  }
  const ns = Number(now() - begin);
  const { user, system } = process.cpuUsage(cpu); // of the whole process, in microseconds
  return [value, { ns, cpu_ns: (user + system) * 1000 }];
}

function memory() {
  const status = fs.readFileSync('/proc/self/status', 'latin1');
  const bytes = (field) => Number(status.match(`${field}:\\s*(\\d+)`)?.[1] ?? 0) * 1024;
  return { peak_bytes: bytes('VmHWM'), resident_bytes: bytes('VmRSS') };
}

/** What an exception says: a guest's end, or that the engine or its WASI wants no such thing. */
function failure(error) {
  if (WebAssembly.Exception && error instanceof WebAssembly.Exception) {
    return Object.assign(new Failure('trap', 'the guest threw an exception'), { exception: true });
  }
  // With `returnOnExit`, `proc_exit` throws what is no Error.
  if (!(error instanceof Error)) return new Failure('trap', 'the guest exited, or threw an exception');
  if (error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return new Failure('trap', error.message);
  // Of RangeErrors there are two: the stack is exhausted, or memory.
  const trapped = error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
  return new Failure(trapped ? 'trap' : 'unsupported', `${error.name}: ${error.message}`);
}

function answer(line) {
  weighed = true;
  try {
    const request = JSON.parse(line);
    if (!Object.hasOwn(operations, request.op)) throw badRequest(`unknown op ${request.op}`);
    const lacking = fields[request.op]?.find((field) => !Object.hasOwn(request, field));
    if (lacking) throw badRequest(`${request.op} without ${lacking}`);
    // Of these come thousands, and nobody asks what they weigh.
    weighed = !linkedOperations.includes(request.op);
    return { outcome: 'ok', ...operations[request.op](request) };
  } catch (error) {
    // Outside of a step, only a request that is not as it should be throws.
    return error instanceof Failure ? error : badRequest(`${error}`);
  }
}

function* lines() {
  const buffer = Buffer.alloc(65536);
  let text = '';
  const decoder = new TextDecoder();
  for (let size; (size = fs.readSync(requests, buffer)) > 0; ) {
    const parts = (text + decoder.decode(buffer.subarray(0, size), { stream: true })).split('\n');
    text = parts.pop();
    yield* parts;
  }
}

function send(reply) {
  let bytes = Buffer.from(`${JSON.stringify(reply)}\n`);
  while (bytes.length > 0) bytes = bytes.subarray(fs.writeSync(replies, bytes));
}

// Node's clock is CLOCK_MONOTONIC; those of Deno and Bun begin with the process, and tell only differences.
send({ protocol: 1, clock_ns: deno || bun ? undefined : Number(started) });
for (const line of lines()) send({ ...answer(line), ...(weighed && memory()) });
process.exit(0);
