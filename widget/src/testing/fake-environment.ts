import type { Environment, KeyValueStore } from '../environment.js';

/** An {@link Environment} whose time stands still until it is moved, and whose network and warnings are in the test's hands. */
export interface FakeEnvironment extends Environment {
  global: Record<string, unknown>;
  /** Moves time, running timers in order, promises settled in between. */
  advance(ms: number): Promise<void>;
  /** Runs what waits for an idle page. */
  becomeIdle(): Promise<void>;
  /** Lets pending promises settle; time stands still. */
  settle(): Promise<void>;
  /** Timers that are still set. */
  pendingTimers(): number;
  /** Answers all requests; replace it. */
  onFetch: (url: string, init?: RequestInit) => Promise<Response> | Response;
  /** Requests so far. */
  readonly requests: { url: string; init: RequestInit | undefined }[];
  /** Modules by URL; replace it. */
  onImport: (url: string) => Promise<unknown>;
  /** Event streams opened so far. */
  readonly streams: FakeEventSource[];
  /** What `session` holds. */
  readonly stored: Map<string, string>;
  readonly warnings: { message: string; cause: unknown }[];
  isOnline: boolean;
  /** Media queries that match. */
  readonly matching: Set<string>;
  preferredLanguages: string[];
}

/** An EventSource that says what the test tells it to. */
export class FakeEventSource extends EventTarget {
  static readonly CLOSED = 2;
  readyState = 0;
  readonly url: string;
  constructor(url: string) {
    super();
    this.url = url;
  }
  close(): void {
    this.readyState = 2;
  }
  open(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
  }
  /** One server-sent event. */
  send(type: string, data: unknown): void {
    this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data) }));
  }
  /** The connection breaks; `final` when the browser won't come back by itself. */
  fail(final: boolean): void {
    this.readyState = final ? 2 : 0;
    this.dispatchEvent(new Event('error'));
  }
}

const turn = () => new Promise<void>((resolve) => void setImmediateLike(resolve));
/** A macrotask: lets whole chains of promises run out. */
const setImmediateLike = (callback: () => void): void => {
  const channel = new MessageChannel();
  channel.port1.onmessage = () => {
    channel.port1.close();
    callback();
  };
  channel.port2.postMessage(0);
};

const storeOn = (map: Map<string, string>): KeyValueStore => ({
  get: (key) => map.get(key) ?? null,
  set: (key, value) => void map.set(key, value),
  remove: (key) => void map.delete(key),
});

/** Times start at 2026-11-23T13:00:00Z, a Monday. `overrides` replace whole members. */
export function fakeEnvironment(overrides: Partial<FakeEnvironment> = {}): FakeEnvironment {
  let time = Date.UTC(2026, 10, 23, 13);
  let ids = 0;
  const timers = new Map<number, { at: number; callback: () => void }>();
  let timerIds = 0;
  const idle: (() => void)[] = [];

  const environment: FakeEnvironment = {
    global: {},
    document,
    now: () => time,
    uuid: () => `00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}`,
    after: (ms, callback) => {
      const id = ++timerIds;
      timers.set(id, { at: time + ms, callback });
      return () => void timers.delete(id);
    },
    whenIdle: (callback) => void idle.push(callback),
    soon: (callback) => callback(),
    afterFrame: (callback) => callback(),
    fetch: async (url, init) => {
      environment.requests.push({ url, init });
      return environment.onFetch(url, init);
    },
    openEvents: (url) => {
      const stream = new FakeEventSource(url);
      environment.streams.push(stream);
      return stream as unknown as EventSource;
    },
    importModule: (url) => environment.onImport(url),
    session: undefined as unknown as KeyValueStore,
    matchMedia: (query) =>
      ({
        matches: environment.matching.has(query),
        media: query,
        addEventListener: () => {},
        removeEventListener: () => {},
      }) as unknown as MediaQueryList,
    languages: () => environment.preferredLanguages,
    online: () => environment.isOnline,
    savesData: () => false,
    visualViewport: () => undefined,
    warn: (message, cause) => void environment.warnings.push({ message, cause }),

    advance: async (ms) => {
      const end = time + ms;
      for (;;) {
        await turn();
        const due = [...timers].filter(([, timer]) => timer.at <= end).sort(([, a], [, b]) => a.at - b.at)[0];
        if (!due) break;
        timers.delete(due[0]);
        time = Math.max(time, due[1].at);
        due[1].callback();
      }
      time = end;
      await turn();
    },
    becomeIdle: async () => {
      for (const callback of idle.splice(0)) callback();
      await turn();
    },
    settle: turn,
    pendingTimers: () => timers.size,
    onFetch: (url) => Promise.reject(new TypeError(`no answer for ${url}`)),
    requests: [],
    onImport: (url) => Promise.reject(new TypeError(`no module ${url}`)),
    streams: [],
    stored: new Map(),
    warnings: [],
    isOnline: true,
    matching: new Set(),
    preferredLanguages: ['en-US', 'en'],
    ...overrides,
  };
  return Object.assign(environment, { session: overrides.session ?? storeOn(environment.stored) });
}
