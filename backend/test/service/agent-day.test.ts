import { desk as deskSchema, ownCallback, ownCallbacks, type Desk, type OwnCallback } from '@ringback/contract';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bootService, post, type BootedService } from './boot-service.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** A desk that doesn't show what it should by then never will; real time, of a busy machine. */
const PATIENCE_MS = 15_000;

let service: BootedService;
beforeAll(async () => {
  const { default: demo } = await import('../../src/config/demo-config.json', { with: { type: 'json' } });
  const people = ['anna', 'ben'].map((username) => ({ username, password: 'correct horse', roles: ['agent'], skills: { english: 5 } }));
  service = await bootService({
    config: {
      users: [...demo.users, ...people],
      queues: demo.queues.map((queue) =>
        queue.name === 'Support_VQ'
          ? { ...queue, skillExpression: 'english >= 3', ownership: { hours: 2, onExpiry: 'assign-to-queue' } }
          : queue,
      ),
    },
  });
});
afterAll(() => service.end());

/** An agent with a browser: cookie, CSRF token, and the live desk. */
class Agent {
  readonly #headers: Record<string, string>;
  readonly #stopped = new AbortController();
  #seen: Desk | undefined;
  #versions: number[] = [];
  #wanted: ((desk: Desk) => void)[] = [];

  private constructor(headers: Record<string, string>) {
    this.#headers = headers;
  }

  static async login(username: string): Promise<Agent> {
    const answer = await fetch(`${service.url}/console/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password: 'correct horse' }),
    });
    expect(answer.status).toBe(200);
    const { data } = (await answer.json()) as { data: { csrfToken: string } };
    const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
    const agent = new Agent({ cookie, 'x-ringback-csrf': data.csrfToken, 'content-type': 'application/json' });
    await agent.#listen();
    return agent;
  }

  async ask(method: string, path: string, body?: unknown): Promise<{ http: number; data: unknown }> {
    const answer = await fetch(`${service.url}/console/v1${path}`, {
      method,
      headers: this.#headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { http: answer.status, data: ((await answer.json()) as { data?: unknown }).data };
  }

  /** A command that answers with the desk. */
  async command(method: string, path: string, body?: unknown): Promise<Desk> {
    const { http, data } = await this.ask(method, path, body);
    expect([path, http]).toEqual([path, 200]);
    return v.parse(deskSchema, data);
  }

  /** Resolves with the first state of the live desk, from now on or the present one, that is as wanted. */
  until(wanted: (desk: Desk) => boolean): Promise<Desk> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`in vain; wanted ${String(wanted)}, shown ${JSON.stringify(this.#seen)}`)),
        PATIENCE_MS,
      );
      const look = (desk: Desk): void => {
        if (!wanted(desk)) return;
        clearTimeout(timer);
        this.#wanted = this.#wanted.filter((other) => other !== look);
        resolve(desk);
      };
      this.#wanted.push(look);
      if (this.#seen) look(this.#seen);
    });
  }

  get versions(): readonly number[] {
    return this.#versions;
  }

  /** Ends with the session: resolves when the server has closed the feed. */
  ended: Promise<void> = Promise.resolve();

  async #listen(): Promise<void> {
    const answer = await fetch(`${service.url}/console/v1/desk/events`, { headers: this.#headers, signal: this.#stopped.signal });
    expect(answer.status).toBe(200);
    this.ended = this.#read(answer).catch(() => undefined);
  }

  async #read({ body }: Response): Promise<void> {
    if (!body) throw new Error('the feed has no body');
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of body) {
      text += decoder.decode(chunk as Uint8Array, { stream: true });
      const events = text.split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) this.#hear(event);
    }
  }

  #hear(event: string): void {
    const data = event.split('\n').find((line) => line.startsWith('data:'));
    if (data === undefined) return;
    const desk = v.parse(deskSchema, JSON.parse(data.slice(5)));
    this.#seen = desk;
    this.#versions.push(desk.version ?? Number.NaN);
    const waiting = [...this.#wanted];
    for (const look of waiting) look(desk);
  }
}

const book = async (phoneNumber: string): Promise<string> => {
  const answer = await post(`${service.url}/engagement/v3/callbacks/create`, {
    serviceName: 'Support_VQ',
    phoneNumber,
    userData: { firstname: 'Ada' },
  });
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { data: { id: string } }).data.id;
};
const recordOf = async (id: string): Promise<unknown> =>
  ((await (await post(`${service.url}/engagement/v3/callbacks/retrieve`, { id })).json()) as { data: unknown }).data;

it('[CB4][CB9] a day at the desk: login, ready, offer, accept, connected, wrap-up, own callback, missed offer, logout', async () => {
  const anna = await Agent.login('anna');
  await anna.until(({ agent }) => agent.state === 'not-ready');
  await anna.command('PUT', '/desk/state', { state: 'ready' });

  // A callback comes in and is offered; nothing rings before she accepts.
  const first = await book('+12125550111');
  const asked = await anna.until(({ offer }) => offer?.id === first);
  expect(asked).toMatchObject({ agent: { state: 'reserved' }, offer: { name: 'Ada', attempt: 1, queue: 'Support_VQ' }, current: null });
  expect(await anna.command('POST', '/desk/offer/accept', { id: first })).toMatchObject({
    agent: { state: 'busy' },
    offer: null,
    current: { id: first, telUri: 'tel:+12125550111', attempt: 1 },
  });
  service.advance(8 * SECOND);
  await anna.command('POST', '/desk/outcome', { id: first, attempt: 1, outcome: 'connected' });

  // While they talk they agree on another call, which she wants to make herself.
  const desiredTime = new Date(Date.parse(asked.offer?.queuedAt ?? '') + HOUR).toISOString();
  const planned = await anna.ask('POST', '/desk/callbacks', {
    phoneNumber: '+12125550111',
    queue: 'Support_VQ',
    desiredTime,
    ownership: 'own',
    firstname: 'Ada',
    notes: 'Has the invoice by then',
  });
  expect(planned.http).toBe(200);
  const own: OwnCallback = v.parse(ownCallback, planned.data);
  await anna.until(({ own: mine }) => mine?.next?.id === own.id && mine.count === 1);
  service.advance(2 * MINUTE);
  await anna.command('POST', '/desk/outcome', { id: first, attempt: 1, outcome: 'ended' });
  expect(await recordOf(first)).toMatchObject({ callbackState: 'COMPLETED', callbackReason: 'AGENT_CONNECTED' });

  // After-call work: the next one waits until she is ready.
  await anna.until(({ agent }) => agent.state === 'after-call-work' && agent.callsToday === 1);
  const second = await book('+12125550122');
  await anna.until(({ waitingCount, offer }) => waitingCount === 1 && !offer);
  await anna.command('PUT', '/desk/state', { state: 'ready' });
  await anna.until(({ offer }) => offer?.id === second);

  // She doesn't see it: it goes back to its place, and she is not ready.
  service.advance(20 * SECOND);
  const missed = await anna.until(({ agent, offer }) => agent.state === 'not-ready' && !offer);
  expect(missed).toMatchObject({ agent: { reason: 'missed an offer' }, waitingCount: 1 });
  const ben = await Agent.login('ben');
  await ben.command('PUT', '/desk/state', { state: 'ready' });
  await ben.until(({ offer }) => offer?.id === second);
  await ben.command('POST', '/desk/offer/decline', { id: second });
  await ben.until(({ agent, offer }) => agent.state === 'ready' && !offer);
  await anna.command('PUT', '/desk/state', { state: 'ready' });
  await anna.until(({ offer }) => offer?.id === second);
  await anna.command('POST', '/desk/offer/accept', { id: second });
  expect(await anna.command('POST', '/desk/outcome', { id: second, attempt: 1, outcome: 'wrong-number' })).toMatchObject({
    agent: { state: 'ready' },
    current: null,
  });

  // The time of her own callback comes; Ben is ready, too, and has been idle longer, but it is hers.
  const listed = v.parse(ownCallbacks, (await anna.ask('GET', '/desk/callbacks')).data);
  expect(listed.callbacks.map(({ id }) => id)).toEqual([own.id]);
  expect((await anna.ask('POST', `/desk/callbacks/${own.id}/reschedule`, { desiredTime: 'tomorrow' })).http).toBe(400);
  const sooner = new Date(Date.parse(desiredTime) - 40 * MINUTE).toISOString();
  expect((await anna.ask('POST', `/desk/callbacks/${own.id}/reschedule`, { desiredTime: sooner })).data).toMatchObject({
    desiredTime: sooner,
  });
  service.advance(18 * MINUTE);
  const mine = await anna.until(({ offer }) => offer?.id === own.id);
  expect(mine.offer).toMatchObject({ own: true, notes: 'Has the invoice by then' });
  await anna.command('POST', '/desk/offer/accept', { id: own.id });
  await anna.command('POST', '/desk/outcome', { id: own.id, attempt: 1, outcome: 'ended' });
  expect((await ben.ask('GET', '/desk/callbacks')).data).toEqual({ callbacks: [] });

  // The end of the day. What is left goes to who is still there.
  const last = await book('+12125550133');
  await ben.until(({ offer }) => offer?.id === last);
  expect((await anna.ask('DELETE', '/session')).http).toBe(200);
  await anna.ended;
  expect((await anna.ask('GET', '/desk')).http).toBe(401);
  expect((await ben.ask('DELETE', '/session')).http).toBe(200);
  await ben.ended;
  expect(await recordOf(last)).toMatchObject({ callbackState: 'QUEUED' });
  expect(anna.versions.length).toBeGreaterThan(10);
  for (const { versions } of [anna, ben]) expect([...versions].sort((a, b) => a - b)).toEqual(versions);
}, 60_000);
