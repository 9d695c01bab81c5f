// A component that answers HTTP requests, served by the server of jco's shim of WASI 0.3.
import net from 'node:net';
import { jco } from './packages.mjs';

/**
 * Says on standard error where it listens, and serves until it is interrupted. `fresh` makes an instance's handler; an instance
 * serves until it has trapped.
 */
export async function serve(first, fresh, listen = '127.0.0.1:0') {
  const { HttpServer } = await import(jco('@bytecodealliance/preview3-shim/http'));
  const [host, wanted] = listen.split(':');
  const port = Number(wanted) || (await freePort(host));
  const told = (error) => console.error(`error: ${error?.stack ?? error}`);
  let handler = first;
  // jco returns what a result holds, or throws its error; the shim's server wants the result.
  const handle = async (request) => {
    const by = handler;
    try {
      return { tag: 'ok', val: await by.handle(request) };
    } catch (error) {
      told(error);
      if (error instanceof Error && handler === by) handler = fresh();
      return { tag: 'err', val: error };
    }
  };
  const server = new HttpServer({ handle });
  server.on('error', told);
  const interrupted = new Promise((resolve) => process.once('SIGINT', resolve));
  await server.listen(port, host);
  console.error(`Serving HTTP on http://${host}:${port}/`);
  const waiting = setInterval(() => {}, 1 << 30);
  await interrupted;
  clearInterval(waiting);
  return 0;
}

/** The shim does not tell at which port it listens, so it is given one. */
async function freePort(host) {
  const server = net.createServer();
  await new Promise((resolve) => server.listen(0, host, resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
