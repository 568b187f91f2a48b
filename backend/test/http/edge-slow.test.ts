import { afterEach, describe, expect, it } from 'vitest';
import { createHttpServer, type HttpServer, type Patience } from '../../src/http/server.js';
import { bootApp } from './boot-app.js';
import { exchange, opened, partsOf } from './raw-socket.js';

/** As in earnest, but a hundred times as fast. */
const QUICK: Patience = {
  headersTimeout: 150,
  requestTimeout: 300,
  keepAliveTimeout: 100,
  connectionsCheckingInterval: 20,
  idleTimeout: 400,
  mostUnfinished: 2_000,
  mostUnanswered: 20,
};
const HEAD = 'POST /engagement/v3/callbacks/create HTTP/1.1\r\nHost: a\r\nx-api-key: demo-key\r\nContent-Type: application/json\r\n';
const QUESTION = 'GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';

let server: HttpServer | undefined;
afterEach(() => server?.close(0));

async function listening(patience: Partial<Patience> = {}, fetch?: (request: Request) => Response | Promise<Response>): Promise<number> {
  const { app, answerEarly } = bootApp();
  server = createHttpServer(fetch ?? (app.fetch as NonNullable<typeof fetch>), { ...QUICK, ...patience }, fetch ? undefined : answerEarly);
  return server.listen(0, '127.0.0.1');
}
/** Goes on sending until the server has had enough of it. */
function trickle({ socket, answer }: ReturnType<typeof opened>, text: string): Promise<string> {
  const timer = setInterval(() => socket.writable && socket.write(text), 10);
  return answer.finally(() => clearInterval(timer));
}

describe('[SE1] slow clients', () => {
  it('[SE1] slowloris: 200 heads that never end are cut, and others are served all the while', async () => {
    const port = await listening();
    const slow = Array.from({ length: 200 }, () => trickle(opened(port, 'GET /healthz HTTP/1.1\r\nHost: a\r\n'), 'X-A: b\r\n'));
    for (let count = 0; count < 5; count += 1) expect(partsOf(await exchange(port, QUESTION)).http).toBe(200);
    for (const answer of await Promise.all(slow)) expect(['', 408]).toContain(answer === '' ? '' : partsOf(answer).http);
  });

  it('[SE1] a connection on which nothing at all comes is cut', async () => {
    const port = await listening();
    expect([0, 408]).toContain(partsOf(await opened(port, '').answer).http || 0);
  });

  it('[SE1] a body that comes byte by byte is cut, and nothing is booked', async () => {
    const booted = bootApp();
    const port = await listening({}, booted.app.fetch as (request: Request) => Promise<Response>);
    const answer = partsOf(await trickle(opened(port, `${HEAD}Content-Length: 60000\r\n\r\n`), ' '));
    expect(answer.http).toBe(408);
    expect(answer.body).toContain('did not arrive in time');
    expect(booted.ringback.calls.filter(({ verb }) => verb === 'createCallback')).toEqual([]);
  });

  it('[SE1] chunks that never end are cut', async () => {
    const port = await listening();
    const answer = partsOf(await trickle(opened(port, `${HEAD}Transfer-Encoding: chunked\r\n\r\n`), '1\r\nx\r\n'));
    expect([408, 413]).toContain(answer.http);
  });

  it('[SE1] whoever is refused at once and goes on sending a body for ever is cut, 100 of them at once', async () => {
    const port = await listening();
    const slow = Array.from({ length: 100 }, () =>
      trickle(opened(port, `${HEAD}Origin: https://evil.example\r\nTransfer-Encoding: chunked\r\n\r\n`), '1\r\nx\r\n'),
    );
    expect(partsOf(await exchange(port, QUESTION)).http).toBe(200);
    for (const answer of await Promise.all(slow)) expect(['', 403, 408]).toContain(answer === '' ? '' : partsOf(answer).http);
  });

  it('[SE1] a connection that is kept after its answer is closed when no request follows', async () => {
    const port = await listening();
    const answer = partsOf(await opened(port, 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n').answer);
    expect(answer.http).toBe(200);
  });

  it('[SE1] a reader who stops reading is cut, and what it would have got is let go', async () => {
    let cancelled: () => void;
    const letGo = new Promise<void>((resolve) => (cancelled = resolve));
    const endless = () =>
      new Response(
        new ReadableStream({
          pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
          cancel: () => cancelled(),
        }),
      );
    const port = await listening({}, endless);
    const { socket } = opened(port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    socket.pause();
    await letGo;
    socket.destroy();
  });

  it('[SE1] whoever opens connections and sends nothing gets no more of them; others do', async () => {
    const port = await listening({ mostUnfinished: 10, headersTimeout: 5_000, requestTimeout: 5_000, idleTimeout: 5_000 });
    const held = Array.from({ length: 10 }, () => opened(port, 'GET /'));
    await Promise.all(held.map(({ socket }) => new Promise((resolve) => socket.once('connect', resolve))));
    // Another address is served, and by then the ten have been taken note of.
    expect(partsOf(await opened(port, QUESTION, '127.0.0.2').answer).http).toBe(200);
    expect(await exchange(port, QUESTION)).toBe('');
    for (const { socket } of held) socket.write(`healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    for (const { answer } of held) expect(partsOf(await answer).http).toBe(200);
    expect(partsOf(await exchange(port, QUESTION)).http).toBe(200);
  });
});

describe('[SE1] clients who do not wait for their answers', () => {
  const asked = (count: number): string => 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(count);
  const answers = (text: string): number => text.match(/HTTP\/1\.1 200/g)?.length ?? 0;

  it('[SE1] get them in their order, a few at once and any number one after the other', async () => {
    const port = await listening({ keepAliveTimeout: 5_000, idleTimeout: 5_000 });
    expect(answers(await exchange(port, asked(19) + QUESTION))).toBe(20);
    const { socket, answer } = opened(port, asked(15));
    let received = '';
    socket.on('data', (chunk) => (received += String(chunk)));
    for (let round = 0; round < 3; round += 1) {
      while (answers(received) < 15 * (round + 1)) await new Promise((resolve) => socket.once('data', resolve));
      socket.write(round < 2 ? asked(15) : QUESTION);
    }
    expect(answers(await answer)).toBe(46);
  });

  it.each([
    ['of the app', 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['that are refused at once', 'GET /visitor/v1/callback HTTP/1.1\r\nHost: a\r\nOrigin: https://evil.example\r\n\r\n'],
    ['that are posted', `${HEAD}Content-Length: 2\r\n\r\n{}`],
  ])('[SE1] are cut when they have sent too many, and nothing more of them is served: requests %s', async (_, text) => {
    const booted = bootApp();
    server = createHttpServer(booted.app.fetch as never, QUICK, booted.answerEarly);
    const port = await server.listen(0, '127.0.0.1');
    const { socket, answer } = opened(port, text.repeat(500));
    await answer;
    socket.destroy();
    expect(partsOf(await exchange(port, QUESTION)).http).toBe(200);
    expect(booted.logged().filter(({ msg }) => msg === 'request').length).toBeLessThanOrEqual(21);
  });
});
