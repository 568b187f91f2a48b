import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect } from 'vitest';

/** What is asked of one port, and of another one in the same words. */
export interface Wish {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string | Buffer;
}

/** All of an answer but what is another for each: date and correlation id. */
export interface ComparableAnswer {
  readonly http: number;
  readonly headers: string[];
  readonly body: string;
}

/** Asks over a connection that the client would keep. */
export async function comparableAnswer(port: number, { method = 'GET', path = '/', headers = {}, body }: Wish): Promise<ComparableAnswer> {
  const agent = new Agent({ keepAlive: true });
  try {
    return await new Promise((resolve, reject) => {
      const sent = request({ port, host: '127.0.0.1', agent, method, path, headers }, (response) => {
        text(response).then((came) => {
          const corrId = String(response.headers['x-correlation-id']);
          const named = Object.entries(response.headers).filter(([name]) => name !== 'date' && name !== 'x-correlation-id');
          expect(corrId).toMatch(/^[0-9a-f-]{36}$/);
          resolve({
            http: response.statusCode ?? 0,
            headers: named.map(([name, value]) => `${name}: ${String(value)}`).sort(),
            body: came.replace(corrId, 'the id in the header'),
          });
        }, reject);
      });
      sent.on('error', reject);
      sent.end(body);
    });
  } finally {
    agent.destroy();
  }
}
