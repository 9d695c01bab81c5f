// The worker of components, for Node: jco makes JavaScript and core modules of a component, and V8 executes both. WASI is
// that of jco's shims, 0.2 and 0.3.
//
// worker.mjs CONFIGURATION, as `../worker.mjs`, which is that of modules. What can be synchronous is; a function that the
// component lifts as an asynchronous one is waited for.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { version } from './packages.mjs';
import { serve } from './service.mjs';
import { Exit, imports } from './wasi.mjs';

const now = process.hrtime.bigint;
const [, , configuration] = process.argv;
const { v8, node } = process.versions;
const runtime = {
  name: 'v8',
  version: `${v8.split('-')[0]} (Node ${node}, jco-transpile ${version('@bytecodealliance/jco-transpile')})`,
  wasi: 'runtime',
  configurations: [{ name: configuration, artifact: 'wasm', can: { second_dir: ['preopens'] } }],
};

/** Why a request is not answered with `ok`. */
class Failure {
  constructor(outcome, message) {
    this.outcome = outcome;
    this.message = message.replaceAll('\n', ' ');
  }
}
const refusal = (message) => new Failure('unsupported', message);
const badRequest = (message) => new Failure('bad-request', message);
const words = (error) => (error instanceof Error ? `${error.name}: ${error.message}` : `it threw ${String(error)}`);

/** What services export. */
const SERVICE = 'wasi:http/handler';

let engine = false;
let component = null;
let loads = 0;
let instances = [];

// What requests must have.
const fields = {
  engine: ['configuration'],
  load: ['file', 'artifact'],
  precompile: ['file', 'to'],
  call: ['instance', 'export', 'n', 'samples', 'budget_ns'],
};

const operations = {
  describe: () => ({ runtime }),

  engine(request) {
    if (request.configuration !== configuration) {
      throw refusal(`this process was started as ${configuration}, not as ${request.configuration}`);
    }
    if (Object.values(request.limits ?? {}).some((limit) => limit)) throw refusal('components have no limits here');
    engine = true;
    component = null;
    instances = [];
    return {};
  },

  async load(request) {
    needs(engine, 'an engine');
    if (request.artifact !== 'wasm') throw refusal('this configuration executes .wasm files only');
    component = null;
    instances = [];
    const [{ loaded, child }, times] = await timed(() => load(request.file));
    component = loaded;
    return { ...times, cpu_ns: times.cpu_ns + child.cpu_ns, child_peak_bytes: child.peak_bytes };
  },

  precompile() {
    throw refusal('this configuration compiles nothing ahead of time');
  },

  async instantiate(request) {
    needs(component, 'a component');
    const [instance, times] = await timed(() => settled((ended) => instantiate(request, ended)));
    return { ...times, instance: instances.push(instance) - 1 };
  },

  async call(request) {
    const instance = instances[request.instance];
    needs(instance, 'that instance');
    const f = instance[camel(request.export)];
    if (typeof f !== 'function') throw refusal(`${request.export}: no such export`);
    const { n, samples } = request;
    const budget = BigInt(request.budget_ns);
    const results = [];
    const clock = [];
    const calls = async () => {
      clock.push(now());
      const end = clock[0] + budget;
      do {
        const result = f(n);
        // What is synchronous is not made to wait.
        results.push(result instanceof Promise ? await result : result);
        clock.push(now());
      } while (results.length < samples && clock[results.length] < end);
    };
    const [, times] = await timed(() => settled(() => entered(calls)));
    if (results.some((result) => typeof result !== 'bigint')) {
      throw refusal(`${request.export}: its type is not (s32) -> s64`);
    }
    return {
      ...times,
      samples_ns: results.map((_, i) => Number(clock[i + 1] - clock[i])),
      results: results.map((result) => BigInt.asUintN(64, result).toString()),
    };
  },

  async run(request) {
    needs(component, 'a component');
    let instantiate_ns;
    const run = async (ended) => {
      const begin = now();
      const instance = instantiate(request, ended);
      instantiate_ns = Number(now() - begin);
      const command = exported(instance, 'wasi:cli/run');
      const handler = exported(instance, SERVICE);
      // Compilers leave a command beside it that does nothing.
      if (handler) return serve(handler, () => exported(instantiate(request, ended), SERVICE), request.listen);
      if (typeof command?.run !== 'function') throw refusal('it exports no wasi:cli/run');
      try {
        await entered(() => command.run());
        return 0;
      } catch (error) {
        // An error of `run` has no value, and jco throws that.
        if (error === undefined) return 1;
        throw error;
      }
    };
    const [exit_code, times] = await timed(() => settled(run, (exit) => exit.code));
    return { ...times, instantiate_ns, exit_code };
  },
};

/** jco makes JavaScript and core modules of the file, in a process of its own; V8 reads the one and compiles the others. */
async function load(file) {
  const dir = fs.mkdtempSync(path.join(process.env.TMPDIR ?? '/tmp', `component-${loads++}-`));
  const child = transpile(file, dir);
  const modules = new Map();
  for (const name of fs.readdirSync(dir).filter((name) => name.endsWith('.wasm'))) {
    modules.set(name, new WebAssembly.Module(fs.readFileSync(path.join(dir, name))));
  }
  const { instantiate } = await import(pathToFileURL(path.join(dir, 'component.js')));
  return { loaded: { instantiate, modules }, child };
}

function transpile(file, dir) {
  const script = fileURLToPath(new URL('transpile.mjs', import.meta.url));
  const argv = [process.execPath, '--no-warnings', script, file, dir];
  if (process.env.WASMETER_EMULATOR) argv.unshift(process.env.WASMETER_EMULATOR);
  const child = spawnSync(argv[0], argv.slice(1), { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
  let said;
  try {
    said = JSON.parse(child.stdout);
  } catch {
    const last = child.stderr?.trim().split('\n').at(-1);
    throw refusal(`jco ended with ${child.signal ?? child.status ?? child.error?.message}: ${last}`);
  }
  if (said.error) throw refusal(said.error);
  return said;
}

function instantiate(request, ended) {
  if (request.read_only) throw refusal('the shims make no folder read-only');
  const { instantiate, modules } = component;
  return instantiate((name) => modules.get(name), imports(request, ended));
}

/** An exported interface, of the newest version if there are several. */
function exported(instance, name) {
  const versions = Object.keys(instance).filter((key) => key.startsWith(`${name}@`));
  return instance[versions.sort().at(-1)];
}

/** A name as jco writes it. */
const camel = (name) => name.toLowerCase().replace(/-(.)/g, (_, letter) => letter.toUpperCase());

function needs(there, what) {
  if (!there) throw badRequest(`there is not ${what} yet`);
}

/** Enters the guest. What is thrown then has ended it, but for its exit and an error that `run` returned. */
async function entered(guest) {
  try {
    return await guest();
  } catch (error) {
    if (error === undefined || error instanceof Exit) throw error;
    throw new Failure('trap', words(error));
  }
}

/** What ends a step beside the promise that it waits for. */
let end;

/**
 * Waits for a step of the guest. It may also be over before its promise is settled, or though that never is: it exits, which
 * `exited` makes something of; something is thrown where nobody waits for it; or nothing is left that could go on.
 */
async function settled(step, exited) {
  try {
    return await new Promise((resolve, reject) => {
      end = reject;
      Promise.resolve(step(reject)).then(resolve, reject);
    });
  } catch (error) {
    if (!(error instanceof Exit)) throw error;
    if (exited) return exited(error);
    throw new Failure('trap', `the guest exited with code ${error.code}`);
  } finally {
    end = undefined;
  }
}

const unasked = (error) => {
  const over = error instanceof Failure || error instanceof Exit ? error : new Failure('trap', words(error));
  if (end) end(over);
  else process._rawDebug(`between two requests: ${over.message ?? 'exit'}`);
};
process.on('uncaughtException', unasked);
process.on('unhandledRejection', unasked);
process.on('beforeExit', () => unasked(new Failure('trap', 'the guest waits, and nothing is left that could go on')));

/** Runs a step: what it throws is its own end, or a refusal. */
async function timed(step) {
  const cpu = process.cpuUsage();
  const begin = now();
  let value;
  try {
    value = await step();
  } catch (error) {
    throw error instanceof Failure ? error : failure(error);
  }
  const ns = Number(now() - begin);
  const { user, system } = process.cpuUsage(cpu); // of the whole process, in microseconds
  return [value, { ns, cpu_ns: (user + system) * 1000 }];
}

/** What an exception says that came before the guest was called. A start function is the guest's too. */
function failure(error) {
  const trapped = error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
  return new Failure(trapped ? 'trap' : 'unsupported', words(error));
}

/** The shims write by threads of their own, and some of that by this one: nothing is kept back. */
async function flushed() {
  for (const stream of [process.stdout, process.stderr]) {
    await new Promise((resolve) => stream.write('', () => resolve()));
  }
}

function memory(child = 0) {
  const status = fs.readFileSync('/proc/self/status', 'latin1');
  const bytes = (field) => Number(status.match(`${field}:\\s*(\\d+)`)?.[1] ?? 0) * 1024;
  return { peak_bytes: Math.max(bytes('VmHWM'), child), resident_bytes: bytes('VmRSS') };
}

async function answer(line) {
  try {
    const request = JSON.parse(line);
    if (!Object.hasOwn(operations, request.op)) throw badRequest(`unknown op ${request.op}`);
    const lacking = fields[request.op]?.find((field) => !Object.hasOwn(request, field));
    if (lacking) throw badRequest(`${request.op} without ${lacking}`);
    const { child_peak_bytes, ...reply } = await operations[request.op](request);
    return { outcome: 'ok', ...reply, ...memory(child_peak_bytes) };
  } catch (error) {
    // Outside of a step, only a request that is not as it should be throws.
    return { ...(error instanceof Failure ? error : badRequest(`${error}`)), ...memory() };
  }
}

function* lines() {
  const buffer = Buffer.alloc(65536);
  let text = '';
  const decoder = new TextDecoder();
  for (let size; (size = fs.readSync(3, buffer)) > 0; ) {
    const parts = (text + decoder.decode(buffer.subarray(0, size), { stream: true })).split('\n');
    text = parts.pop();
    yield* parts;
  }
}

function send(reply) {
  let bytes = Buffer.from(`${JSON.stringify(reply)}\n`);
  while (bytes.length > 0) bytes = bytes.subarray(fs.writeSync(4, bytes));
}

async function main() {
  send({ protocol: 1 });
  for (const line of lines()) {
    const reply = await answer(line);
    await flushed();
    send(reply);
  }
  process.reallyExit(0);
}
main();
