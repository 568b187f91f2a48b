import { ENDPOINTS, STATUS_CODES, type Desk, type Endpoint, type Session, type StatusName, type Welcome } from '@ringback/contract';
import * as v from 'valibot';
import { FakeSettings } from './fake-settings.js';

export const USER = { username: 'ada.lopes', password: 'correct horse' } as const;
const CSRF = 'csrf-1';
const CORRELATION = '0191f0aa-7c1e-4d33-8a54-3f1f2b0c9d10';

export interface Asked {
  readonly operation: string;
  readonly body: unknown;
  readonly csrf: string | undefined;
  /** With its query. */
  readonly path: string;
}
interface Refused {
  readonly status: StatusName;
  readonly message: string;
}

/**
 * The console API, played in memory by the contract's table: judges cookie, CSRF token and bodies, and pushes the desk.
 * It keeps the rules of a desk only as far as the page can see them.
 */
export class FakeApi {
  desk: Desk;
  welcome: Welcome = {};
  session: Session = {
    site: 'Harbour Outfitters',
    username: USER.username,
    roles: ['agent', 'supervisor'],
    csrfToken: CSRF,
    dialer: { kind: 'simulator', simulated: true },
  };
  signedIn = true;
  /** No connection at all. */
  offline = false;
  /** Whether new event streams are granted a connection. */
  feedOffline = false;
  /** Whether the desk says which of its states is newer. */
  versioned = true;
  /** How far the server's clock is ahead of the device's, ms. */
  clockAhead = 0;
  /** Added to every answer, as a later version of the server would. */
  extra: Record<string, unknown> = {};
  readonly asked: Asked[] = [];
  readonly settings = new FakeSettings();
  #feeds = new Set<ReadableStreamDefaultController<Uint8Array>>();
  #answers = new Map<string, object>();
  #refusals = new Map<string, Refused>();
  #held: { operation: string; wait: Promise<void> } | undefined;

  constructor(
    desk: Desk,
    private readonly now: () => number,
  ) {
    this.desk = desk;
  }

  /** The next request of this operation is refused. */
  refuseNext(operation: string, refused: Refused): void {
    this.#refusals.set(operation, refused);
  }

  /** The next request of this operation is answered with this, and changes nothing. */
  answerNext(operation: string, data: object): void {
    this.#answers.set(operation, data);
  }

  /** The next request of this operation waits until the returned function is called. */
  hold(operation: string): () => void {
    let release = (): void => undefined;
    this.#held = { operation, wait: new Promise((resolve) => (release = resolve)) };
    return release;
  }

  /** Something happened on the server: everybody who listens hears of it. */
  change(change: Partial<Desk>): void {
    this.desk = { ...this.desk, ...change, version: this.versioned ? (this.desk.version ?? 0) + 1 : undefined };
    this.pushRaw(`event: desk\ndata: ${JSON.stringify({ ...this.desk, ...this.extra })}\n\n`);
  }

  pushRaw(text: string): void {
    for (const feed of this.#feeds) feed.enqueue(new TextEncoder().encode(text));
  }

  get listeners(): number {
    return this.#feeds.size;
  }

  /** Ends every event stream, as a restarting server does. */
  dropFeeds(): void {
    for (const feed of this.#feeds) feed.close();
    this.#feeds.clear();
  }

  fetch = async (path: string, init: RequestInit): Promise<Response> => {
    const url = new URL(path, 'http://fake');
    const found = Object.values(ENDPOINTS).find(
      (endpoint) => endpoint.method === (init.method ?? 'GET') && patternOf(endpoint.path).test(url.pathname),
    );
    if (!found) return refusal({ status: 'UNKNOWN_ADDRESS', message: 'No such address.' });
    const endpoint: Endpoint = found;
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
    const csrf = new Headers(init.headers).get('x-ringback-csrf') ?? undefined;
    this.asked.push({ operation: endpoint.operationId, body, csrf, path: `${url.pathname}${url.search}` });
    if (this.#held?.operation === endpoint.operationId) {
      const { wait } = this.#held;
      this.#held = undefined;
      await wait;
    }
    if (this.offline || (endpoint.stream && this.feedOffline)) throw new TypeError('Failed to fetch');
    const refused = this.#judge(endpoint, body, csrf);
    if (refused) return refusal(refused);
    return endpoint.stream ? this.#stream(init.signal ?? undefined) : this.#answer(endpoint, body);
  };

  #judge(endpoint: Endpoint, body: unknown, csrf: string | undefined): Refused | undefined {
    const ordered = this.#refusals.get(endpoint.operationId);
    this.#refusals.delete(endpoint.operationId);
    if (ordered) return ordered;
    if (endpoint.door === 'session' && !this.signedIn) return { status: 'NOT_AUTHENTICATED', message: 'Sign in first.' };
    if (endpoint.roles && !endpoint.roles.some((role) => this.session.roles.includes(role)))
      return { status: 'FORBIDDEN', message: 'Your role does not allow this.' };
    if (endpoint.door === 'session' && endpoint.method !== 'GET' && csrf !== this.session.csrfToken) {
      return { status: 'FORBIDDEN', message: 'The request does not carry the token of this session.' };
    }
    if (endpoint.body && !v.is(endpoint.body, body)) return { status: 'INVALID_PARAMETER', message: 'The body does not fit.' };
    return undefined;
  }

  #answer(endpoint: Endpoint, body: unknown): Response {
    const ordered = this.#answers.get(endpoint.operationId);
    this.#answers.delete(endpoint.operationId);
    const data = ordered ?? this.settings.act(endpoint.operationId, body) ?? this.#act(endpoint.operationId, body);
    if ('status' in data && 'message' in data) return refusal(data as Refused);
    v.parse(endpoint.data, data);
    const status = { code: 0, message: 'OK', corrId: CORRELATION };
    return new Response(JSON.stringify({ status, data: { ...data, ...this.extra }, ...this.extra }), {
      headers: { 'content-type': 'application/json', date: new Date(this.now() + this.clockAhead).toUTCString() },
    });
  }

  #act(operation: string, body: unknown): object {
    switch (operation) {
      case 'consoleWelcome':
        return { signedIn: this.signedIn, ...this.welcome };
      case 'login':
        return this.#login(v.parse(ENDPOINTS.login.body, body));
      case 'session':
        return this.session;
      case 'logout':
        this.signedIn = false;
        return {};
      case 'deskState': {
        const { state } = v.parse(ENDPOINTS.deskState.body, body);
        this.change({ agent: { ...this.desk.agent, state } });
        return this.desk;
      }
      case 'acceptOffer':
        return this.#acceptOffer();
      case 'declineOffer':
        this.change({ offer: null, agent: { ...this.desk.agent, state: 'ready' } });
        return this.desk;
      case 'deskNext':
        return this.#takeNext();
      case 'deskOutcome':
        return this.#report(v.parse(ENDPOINTS.deskOutcome.body, body).outcome);
      case 'simulatorSwitch': {
        const { paused } = v.parse(ENDPOINTS.simulator.body, body);
        if (this.desk.simulator) this.change({ simulator: { ...this.desk.simulator, paused } });
        return this.desk;
      }
      default:
        return this.desk;
    }
  }

  #login({ username, password }: { username: string; password: string }): object {
    if (username !== this.session.username || password !== USER.password) {
      return { status: 'NOT_AUTHENTICATED', message: 'Username or password is wrong. Check both and try again.' };
    }
    this.signedIn = true;
    return this.session;
  }

  #acceptOffer(): object {
    const { offer } = this.desk;
    if (!offer) return { status: 'NOT_FOUND', message: 'This offer has gone to another agent.' };
    const { id, queue, phoneNumber, name, notes, queuedAt, attempt } = offer;
    const call = { id, queue, phoneNumber, name, notes, queuedAt, attempt, telUri: `tel:${phoneNumber}`, state: 'ROUTING' as const };
    this.change({
      offer: null,
      agent: { ...this.desk.agent, state: 'busy' },
      current: { ...call, since: new Date(this.now()).toISOString() },
    });
    return this.desk;
  }

  #takeNext(): object {
    const [next, ...waiting] = this.desk.waiting;
    if (!next) return { status: 'NOT_FOUND', message: 'Nobody is waiting any more.' };
    const { id, queue, phoneNumber, name, queuedAt, attempts } = next;
    this.change({
      waiting,
      waitingCount: this.desk.waitingCount - 1,
      agent: { ...this.desk.agent, state: 'busy' },
      current: {
        id,
        queue,
        phoneNumber,
        name,
        queuedAt,
        telUri: `tel:${phoneNumber}`,
        state: 'ROUTING',
        attempt: attempts + 1,
        since: new Date(this.now()).toISOString(),
        notes: 'Lamp arrived broken, wants a replacement before Friday',
        sourcePage: 'https://shop.example.com/shop/desk-lamp?utm_source=mail',
        language: 'en-US',
      },
    });
    return this.desk;
  }

  #report(outcome: string): object {
    const { current, agent } = this.desk;
    if (!current) return { status: 'WRONG_STATE', message: 'You hold no call.' };
    if (outcome === 'connected') {
      this.change({ current: { ...current, state: 'PROCESSING', since: new Date(this.now()).toISOString() } });
    } else {
      this.change({ current: null, agent: { ...agent, state: 'ready', callsToday: agent.callsToday + 1 } });
    }
    return this.desk;
  }

  #stream(signal: AbortSignal | undefined): Response {
    let own: ReadableStreamDefaultController<Uint8Array>;
    const leave = (): void => void this.#feeds.delete(own);
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        own = controller;
        this.#feeds.add(controller);
        controller.enqueue(new TextEncoder().encode(`event: desk\ndata: ${JSON.stringify({ ...this.desk, ...this.extra })}\n\n`));
      },
      cancel: leave,
    });
    signal?.addEventListener('abort', leave);
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  }
}

const patternOf = (path: string): RegExp => new RegExp(`^${path.replace('{name}', '[^/]+')}$`);

function refusal({ status, message }: Refused): Response {
  const { code, http } = STATUS_CODES[status];
  return new Response(JSON.stringify({ status: { code, message, corrId: CORRELATION } }), {
    status: http,
    headers: { 'content-type': 'application/json' },
  });
}
