import { describe, expect, it } from 'vitest';
import { bootApp, loggedIn } from './boot-app.js';
import { TOKEN } from './fake-ringback.js';

const EVENTS = `/visitor/v1/callback/events?token=${TOKEN}`;

/** Reads a stream piece by piece. */
function readerOf(response: Response): { next(): Promise<string | undefined>; rest(): Promise<string>; leave(): Promise<void> } {
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const next = async (): Promise<string | undefined> => {
    const { done, value } = await reader.read();
    return done ? undefined : new TextDecoder().decode(value);
  };
  const rest = async (): Promise<string> => {
    let all = '';
    for (let piece = await next(); piece !== undefined; piece = await next()) all += piece;
    return all;
  };
  return { next, rest, leave: () => reader.cancel() };
}

describe('live events of a callback', () => {
  it('[QU3] the present state at once, then each change with its version, then the end', async () => {
    const { app, ringback, streams } = bootApp();
    const response = await app.request(EVENTS);
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const reader = readerOf(response);
    expect(await reader.next()).toBe('retry: 3000\n\n');
    expect(await reader.next()).toMatch(/^event: callback\nid: 1\ndata: \{.*"position":2.*\}\n\n$/);
    ringback.change({ position: 1 });
    expect(await reader.next()).toMatch(/^event: callback\nid: 2\ndata: \{.*"position":1.*\}\n\n$/);
    ringback.change({ state: 'COMPLETED', reason: 'AGENT_CONNECTED', position: undefined });
    expect(await reader.rest()).toMatch(/^event: callback\nid: 3\ndata: \{.*"state":"COMPLETED".*\}\n\n$/);
    expect([ringback.listeners, streams.size]).toEqual([0, 0]);
  });

  it('the token may come as Bearer too', async () => {
    const { app } = bootApp();
    const response = await app.request('/visitor/v1/callback/events', { headers: { authorization: `Bearer ${TOKEN}` } });
    expect(response.status).toBe(200);
    await response.body?.cancel();
  });

  it('[QU3] a slow reader gets the newest state only, never an older one', async () => {
    const { app, ringback } = bootApp();
    const reader = readerOf(await app.request(EVENTS));
    await reader.next();
    for (let change = 0; change < 500; change += 1) ringback.change({ attempts: change });
    ringback.change({ state: 'COMPLETED', reason: 'AGENT_CONNECTED' });
    const versions = [...(await reader.rest()).matchAll(/^id: (\d+)$/gm)].map((match) => Number(match[1]));
    expect(versions.length).toBeLessThan(5);
    expect(versions.at(-1)).toBe(502);
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
  });

  it('who has seen the last event is told not to come back', async () => {
    const { app, ringback, streams } = bootApp();
    ringback.change({ state: 'COMPLETED', reason: 'AGENT_CONNECTED' });
    const again = await app.request(EVENTS, { headers: { 'last-event-id': '2' } });
    expect([again.status, await again.text()]).toEqual([204, '']);
    const first = await app.request(EVENTS, { headers: { 'last-event-id': '1' } });
    expect(await readerOf(first).rest()).toContain('"state":"COMPLETED"');
    expect([ringback.listeners, streams.size]).toEqual([0, 0]);
  });

  it('a reader that leaves is forgotten', async () => {
    const { app, ringback, streams } = bootApp();
    const reader = readerOf(await app.request(EVENTS));
    await reader.next();
    expect([ringback.listeners, streams.size]).toEqual([1, 1]);
    await reader.leave();
    expect([ringback.listeners, streams.size]).toEqual([0, 0]);
  });

  it('a beat keeps a quiet stream open, and ends one whose reader has stopped reading', async () => {
    const { app, ringback, streams } = bootApp();
    const reader = readerOf(await app.request(EVENTS));
    await reader.next();
    await reader.next();
    const pending = reader.next();
    streams.beat();
    expect(await pending).toBe(': beat\n\n');
    for (let beat = 0; beat < 10; beat += 1) streams.beat();
    expect([ringback.listeners, streams.size]).toEqual([0, 0]);
  });

  it('ending all streams ends each of them, twice too', async () => {
    const { app, ringback, streams } = bootApp();
    const readers = [readerOf(await app.request(EVENTS)), readerOf(await app.request(EVENTS))];
    streams.endAll();
    streams.endAll();
    for (const reader of readers) expect(await reader.rest()).toMatch(/^retry: 3000\n\n/);
    expect([ringback.listeners, streams.size]).toEqual([0, 0]);
  });

  it('open streams are counted', async () => {
    const { app } = bootApp();
    const reader = readerOf(await app.request(EVENTS));
    expect(await (await app.request('/metrics')).text()).toContain('ringback_event_streams{kind="callback"} 1');
    await reader.leave();
    expect(await (await app.request('/metrics')).text()).toContain('ringback_event_streams{kind="callback"} 0');
  });
});

describe('live events of the desk', () => {
  it('[SE2] are no use of the session, unlike any other request', async () => {
    const { app, ringback } = bootApp();
    const headers = await loggedIn(app);
    const used: boolean[] = [];
    const user = { username: 'anna', roles: ['agent'], queues: undefined } as const;
    ringback.replace({
      session: async (_token, { use } = { use: true }) => {
        used.push(use);
        return { user, csrfToken: headers['x-ringback-csrf'] };
      },
    });
    const reader = readerOf(await app.request('/console/v1/desk/events', { headers: { cookie: headers.cookie } }));
    await app.request('/console/v1/desk', { headers: { cookie: headers.cookie } });
    expect(used).toEqual([false, true]);
    await reader.leave();
  });

  it('start with the desk as it is, and end with the session', async () => {
    const { app, streams } = bootApp();
    const headers = await loggedIn(app);
    const reader = readerOf(await app.request('/console/v1/desk/events', { headers: { cookie: headers.cookie } }));
    await reader.next();
    expect(await reader.next()).toMatch(/^event: desk\ndata: \{"agent":/);
    expect(streams.size).toBe(1);
    await app.request('/console/v1/session', { method: 'DELETE', headers });
    expect(await reader.next()).toBeUndefined();
    expect(streams.size).toBe(0);
  });
});
