import { createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import type { DialRequested, ReportType } from '@ringback/contract';
import { deadline } from '../../backend/src/adapters/deadline.js';

/** One call that the telephony system made: a phone that rang. */
export interface Ring {
  readonly callbackId: string;
  readonly attempt: number;
  readonly messageId: string;
}

/** A telephony system: takes dial requests, rings once for each message id, and reports how the call goes. */
export interface StandIn {
  readonly url: string;
  /** Phones that rang, in order. */
  readonly rings: readonly Ring[];
  /** Requests that came again under a message id that had rung already. */
  readonly repeats: readonly Ring[];
  /** What was wrong with requests that had to be refused. */
  readonly refused: readonly string[];
  /** Resolves when the calls of so many callbacks have ended and the end was taken down; rejects after the deadline. */
  ended(callbacks: number, deadlineMs: number): Promise<void>;
  close(): Promise<void>;
}

interface Options {
  /** Signs the requests to dial. */
  readonly secret: string;
  /** Opens the telephony API. */
  readonly telephonySecret: string;
  /** Replicas that may be told of a call, dead ones among them. */
  readonly origins: () => readonly string[];
}

/** How long a phone rings and people talk: long enough for a kill in between. */
const CALL_MS = { ring: 60, talk: 120 };
const REPORT_TIMEOUT_MS = 10_000;

export async function startStandIn(options: Options): Promise<StandIn> {
  const rings: Ring[] = [];
  const repeats: Ring[] = [];
  const refused: string[] = [];
  const over = new Set<string>();
  const stopping = new AbortController();
  let announce = (): void => undefined;

  const call = async (ring: Ring): Promise<void> => {
    await pause(CALL_MS.ring * Math.random(), undefined, { signal: stopping.signal });
    await report(options, ring, { type: 'answered', signal: stopping.signal });
    await pause(CALL_MS.talk * Math.random(), undefined, { signal: stopping.signal });
    await report(options, ring, { type: 'ended', signal: stopping.signal });
    over.add(ring.callbackId);
    announce();
  };
  const server = createServer((request, response) => {
    void take(request, options.secret).then((taken) => {
      if (typeof taken === 'string') refused.push(taken);
      else if (rings.some(({ messageId }) => messageId === taken.messageId)) repeats.push(taken);
      else {
        rings.push(taken);
        void call(taken).catch((error: unknown) => stopping.signal.aborted || refused.push(`a call broke off: ${String(error)}`));
      }
      response.writeHead(typeof taken === 'string' ? 400 : 202).end();
    });
  });
  return {
    url: await listen(server),
    rings,
    repeats,
    refused,
    ended: (callbacks, deadlineMs) =>
      new Promise((resolve, reject) => {
        const giveUp = (): void => reject(new Error(`${over.size} of ${callbacks} calls ended, ${rings.length} phones rang`));
        const timer = setTimeout(giveUp, deadlineMs);
        announce = () => {
          if (over.size < callbacks) return;
          clearTimeout(timer);
          resolve();
        };
        announce();
      }),
    async close() {
      stopping.abort();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/dial`;
}

/** The request to dial; or what is wrong with it. */
async function take(request: IncomingMessage, secret: string): Promise<Ring | string> {
  const body = await text(request);
  const header = (name: string): string => String(request.headers[name] ?? '');
  const [messageId, timestamp] = [header('webhook-id'), header('webhook-timestamp')];
  const expected = createHmac('sha256', secret).update(`${messageId}.${timestamp}.${body}`).digest();
  const given = Buffer.from(header('webhook-signature').replace(/^v1,/, ''), 'base64');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return `a request with a wrong signature: ${messageId}`;
  const { callbackId, attempt } = JSON.parse(body) as DialRequested;
  return { callbackId, attempt, messageId };
}

/** Tells one replica, and if that one is dead another, as a telephony system behind a load balancer would. */
async function report(
  { origins, telephonySecret }: Options,
  ring: Ring,
  { type, signal }: { type: ReportType; signal: AbortSignal },
): Promise<void> {
  const path = `/telephony/v1/callbacks/${ring.callbackId}/attempts/${ring.attempt}/events`;
  for (;;) {
    for (const origin of origins().toSorted(() => Math.random() - 0.5)) {
      const response = await fetch(`${origin}${path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${telephonySecret}`,
          'content-type': 'application/json',
          'webhook-id': `${ring.messageId}_${type}`,
        },
        body: JSON.stringify({ type }),
        signal: deadline(REPORT_TIMEOUT_MS, signal),
      }).catch(() => undefined);
      signal.throwIfAborted();
      if (response?.ok) return;
      if (response && response.status < 500) throw new Error(`a report was refused with ${response.status}: ${await response.text()}`);
    }
    await pause(100, undefined, { signal });
  }
}
