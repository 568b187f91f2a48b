import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { WebhookMessage } from '@ringback/contract';
import { Webhook } from 'standardwebhooks';
import { vi } from 'vitest';

/** A message as it arrived, its signature found right by the standard's own library. */
export interface Received<Body = WebhookMessage> {
  readonly id: string;
  /** Unix seconds. */
  readonly timestamp: number;
  readonly body: Body;
  readonly headers: IncomingMessage['headers'];
}

type Answer<Body> = (response: ServerResponse, received: Received<Body>) => void;

/** A stand-in for a server that takes signed messages: a site owner's, or a telephony system's. It verifies every message and answers as the test says, else 200. */
export interface StandInReceiver<Body = WebhookMessage> {
  readonly url: string;
  readonly received: readonly Received<Body>[];
  /** Signatures that were wrong. */
  readonly refused: number;
  /** Answers of the next messages, one each; then 200. */
  answerNext(...answers: (number | Answer<Body>)[]): void;
  /** Answer of all messages without one of their own. */
  answerAll(answer: number | Answer<Body>): void;
  /** Resolves when so many have arrived. */
  arrived(count: number): Promise<void>;
  close(): Promise<void>;
}

/** @param now of the service's clock, epoch ms: what is signed is judged by it */
export async function standInReceiver<Body = WebhookMessage>(secret: string, now: () => number): Promise<StandInReceiver<Body>> {
  const library = secret.startsWith('whsec_') ? new Webhook(secret) : new Webhook(secret, { format: 'raw' });
  const received: Received<Body>[] = [];
  const next: Answer<Body>[] = [];
  const waiting = new Set<() => void>();
  let usual: Answer<Body> = answering(200);
  let refused = 0;
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const headers = request.headers as Record<string, string>;
      vi.setSystemTime(now());
      try {
        library.verify(body, headers);
      } catch {
        refused += 1;
        return response.writeHead(401).end();
      }
      const message = { id: headers['webhook-id'] ?? '', timestamp: Number(headers['webhook-timestamp']), body: JSON.parse(body), headers };
      received.push(message);
      for (const look of waiting) look();
      return (next.shift() ?? usual)(response, message);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    received,
    get refused() {
      return refused;
    },
    answerNext: (...answers) => void next.push(...answers.map(answering)),
    answerAll: (answer) => void (usual = answering(answer)),
    arrived: (count) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (received.length < count) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const answering = <Body>(answer: number | Answer<Body>): Answer<Body> =>
  typeof answer === 'number' ? (response) => void response.writeHead(answer).end() : answer;
