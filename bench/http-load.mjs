/* HTTP over plain sockets: a client that costs so little that what is measured is the server. */
import { connect } from 'node:net';

/** @typedef {{ method: 'GET' | 'POST', path: string, headers?: Record<string, string>, body?: string }} Request */

/**
 * Keeps `lanes` connections busy, one request at a time each.
 * @param {{ origin: string, lanes: number, seconds: number }} load
 * @param {() => Request} next
 * @returns {Promise<number>} answers per second
 * @throws when an answer is not 200
 */
export async function httpRate({ origin, lanes, seconds }, next) {
  const { hostname, port } = new URL(origin);
  const from = performance.now();
  const end = from + seconds * 1000;
  let answered = 0;
  const drive = async () => {
    const connection = await openConnection(hostname, Number(port));
    try {
      while (performance.now() < end) {
        const request = next();
        const { status, body } = await connection.ask(request);
        if (status !== 200) throw new Error(`${request.method} ${request.path} answered ${status}: ${body()}`);
        answered += 1;
      }
    } finally {
      connection.close();
    }
  };
  await Promise.all(Array.from({ length: lanes }, drive));
  return (answered * 1000) / (performance.now() - from);
}

/** One connection that is kept open, for one request at a time. Requests end with an error when it is closed. */
export function openConnection(host, port) {
  const socket = connect({ host, port, noDelay: true });
  let received = Buffer.alloc(0);
  let waiting;
  const fail = (error) => waiting?.reject(error);
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('the service closed the connection')));
  socket.on('data', (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const answer = takeAnswer(received);
    if (!answer) return;
    received = received.subarray(answer.length);
    waiting.resolve(answer);
  });
  const ask = ({ method, path, headers = {}, body = '' }) => {
    const lines = Object.entries({ host: `${host}:${port}`, ...headers, ...(body && { 'content-length': Buffer.byteLength(body) }) });
    return new Promise((resolve, reject) => {
      waiting = { resolve, reject };
      socket.write(`${method} ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`);
    });
  };
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('connect', () => resolve({ ask, close: () => socket.destroy() }));
  });
}

/** The first whole answer of what has come; undefined while it is on its way. */
function takeAnswer(received) {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const head = received.latin1Slice(0, headEnd);
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length === undefined) throw new Error(`an answer of unknown length: ${head}`);
  const end = headEnd + 4 + Number(length);
  if (received.length < end) return undefined;
  return { length: end, status: Number(head.slice(9, 12)), body: () => received.toString('utf8', headEnd + 4, end) };
}
