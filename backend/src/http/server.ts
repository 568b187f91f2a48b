import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { RequestError, getRequestListener } from '@hono/node-server';
import { addressGroup } from '../domain/address-group.js';
import { bareEnvelope } from './answer.js';
import type { AnswerEarly } from './early-answers.js';

/** What one client may take up. Generous for people on slow networks, short enough that nobody can hold connections for free. */
export interface Patience {
  /** Milliseconds for the head of a request, for the whole of it, and from one to the next. */
  readonly headersTimeout: number;
  readonly requestTimeout: number;
  readonly keepAliveTimeout: number;
  /** How often those are looked at. */
  readonly connectionsCheckingInterval: number;
  /** Milliseconds in which nothing moves on a connection: a reader who has stopped. Live streams beat more often. */
  readonly idleTimeout: number;
  /** Connections of one peer on which no request has come in whole yet. */
  readonly mostUnfinished: number;
  /** Requests of one connection that wait for their answers. */
  readonly mostUnanswered: number;
}

const PATIENCE: Patience = {
  headersTimeout: 15_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
  idleTimeout: 60_000,
  mostUnfinished: 2_000,
  mostUnanswered: 20,
};
const SWEEP_MS = 50;

/** An app behind a real port. */
export interface HttpServer {
  /** Resolves with the port that was taken; rejects with Node's own error (`EADDRINUSE` ...). */
  listen(port: number, host: string): Promise<number>;
  /** Takes no new connection, waits for what is being answered, and after the deadline cuts the rest. Safe to call twice. */
  close(deadlineMs: number): Promise<void>;
}

/**
 * @param fetch the app, as a web-standard function
 * @param answerEarly asked before the app; what it answers the app never sees
 */
export function createHttpServer(
  fetch: (request: Request) => Response | Promise<Response>,
  patience: Partial<Patience> = {},
  answerEarly: AnswerEarly = () => false,
): HttpServer {
  const { idleTimeout, mostUnfinished, mostUnanswered, ...times } = { ...PATIENCE, ...patience };
  const isTaken = limitUnanswered(mostUnanswered);
  const listener = getRequestListener(fetch, { errorHandler: answerBrokenRequest });
  // Without a Host header Node would answer by itself, without the envelope.
  const server = createServer({ ...times, requireHostHeader: false }, (request, response) => {
    if (isTaken(request, response) && !answerEarly(request, response)) void listener(request, response);
  });
  server.timeout = idleTimeout;
  limitUnfinished(server, mostUnfinished);
  server.on('clientError', answerProtocolError);
  // Any expectation but 100-continue: Node would answer 417 without the envelope; we serve as if it weren't there.
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => server.emit('request', request, response));
  let closing: Promise<void> | undefined;
  return {
    listen: (port, host) => listen(server, port, host),
    close: (deadlineMs) => (closing ??= close(server, deadlineMs)),
  };
}

/** SE1: whoever opens connections and sends nothing on them gets no more of them; nobody else notices. */
function limitUnfinished(server: Server, most: number): void {
  const unfinished = new Map<string, Set<Socket>>();
  const finish = (socket: Socket, peer: string): void => {
    const sockets = unfinished.get(peer);
    sockets?.delete(socket);
    if (sockets?.size === 0) unfinished.delete(peer);
  };
  const peers = new WeakMap<Socket, string>();
  server.on('connection', (socket: Socket) => {
    const peer = addressGroup(socket.remoteAddress ?? '');
    const sockets = unfinished.get(peer) ?? new Set();
    if (sockets.size >= most) return void socket.destroy();
    unfinished.set(peer, sockets.add(socket));
    peers.set(socket, peer);
    socket.once('close', () => finish(socket, peer));
  });
  server.prependListener('request', ({ socket }: IncomingMessage) => finish(socket, peers.get(socket) ?? ''));
}

/**
 * SE1: whoever sends requests without waiting for answers is cut, before they fill the memory. Browsers and proxies ask one at a time on a
 * connection. The parser goes on with what it has of a connection that is cut; nothing of it is served.
 */
function limitUnanswered(most: number): (request: IncomingMessage, response: ServerResponse) => boolean {
  const unanswered = new WeakMap<Socket, number>();
  return ({ socket }, response) => {
    const count = (unanswered.get(socket) ?? 0) + 1;
    if (count > most) {
      socket.destroy();
      return false;
    }
    unanswered.set(socket, count);
    response.once('close', () => unanswered.set(socket, (unanswered.get(socket) ?? 1) - 1));
    return true;
  };
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

async function close(server: Server, deadlineMs: number): Promise<void> {
  if (!server.listening) return;
  // A connection that is kept alive after its answer would hold the close back until it times out.
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
  const deadline = setTimeout(() => server.closeAllConnections(), deadlineMs);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  clearInterval(sweep);
  clearTimeout(deadline);
}

/** A request that HTTP can carry but that isn't one for us: no host, a backslash in the path. */
function answerBrokenRequest(error: unknown): Response {
  const corrId = randomUUID();
  const headers = {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-correlation-id': corrId,
  };
  return error instanceof RequestError
    ? new Response(bareEnvelope('INVALID_PARAMETER', 'the request has no readable address; check its path and its Host header', corrId), {
        status: 400,
        headers,
      })
    : new Response(bareEnvelope('INTERNAL', 'Something broke on our side. Please try again.', corrId), { status: 500, headers });
}

const PROTOCOL_ANSWERS: Readonly<Record<string, readonly [status: string, message: string]>> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'the headers of the request are too large; send less'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: ['413 Payload Too Large', 'the chunk extensions of the request are too large'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'the request did not arrive in time; send it again'],
};

/** What isn't HTTP at all never reaches the app, and still gets the envelope. */
function answerProtocolError(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const [status, message] = PROTOCOL_ANSWERS[error.code ?? ''] ?? ['400 Bad Request', 'this is not a readable HTTP request'];
  const corrId = randomUUID();
  const body = bareEnvelope('INVALID_PARAMETER', message, corrId);
  const head = [
    `HTTP/1.1 ${status}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Correlation-Id: ${corrId}`,
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
