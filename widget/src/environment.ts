/*
 * The one file that touches window, document, navigator, storage, timers, fetch, crypto, EventSource and matchMedia.
 * Native functions are taken when the script runs: later patches by the host page don't reach the widget.
 */

/** Text by key. Never throws: where the browser forbids storage, it forgets at once. */
export interface KeyValueStore {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
}

/** All that the widget knows of the world. Tests replace it by `testing/fake-environment.ts`. */
export interface Environment {
  /** The page's global object, as a bag of names that may or may not be there. */
  readonly global: Record<string, unknown>;
  readonly document: Document;
  /** Epoch milliseconds. */
  now(): number;
  /** A random UUID, also where `crypto.randomUUID` is missing (plain http pages). */
  uuid(): string;
  /** Calls back once after `ms` milliseconds. @returns a function that calls it off. */
  after(ms: number, callback: () => void): () => void;
  /** Calls back once when the page has nothing better to do. */
  whenIdle(callback: () => void): void;
  fetch(url: string, init?: RequestInit): Promise<Response>;
  /** @returns `undefined` where the browser has no EventSource. */
  openEvents(url: string): EventSource | undefined;
  /** Imports an ES module by absolute URL. */
  importModule(url: string): Promise<unknown>;
  /** Kept for this tab only. */
  readonly session: KeyValueStore;
  matchMedia(query: string): MediaQueryList | undefined;
  /** The visitor's languages, best first. */
  languages(): readonly string[];
  online(): boolean;
  /** Size of what the visitor sees, keyboard subtracted; `undefined` where the browser doesn't tell. */
  visualViewport(): VisualViewport | undefined;
  /** A warning for the site's developer. Never personal data. */
  warn(message: string, cause?: unknown): void;
}

/** Tries one storage area on every call: it may be forbidden, full, or taken away at any time. */
const storeIn = (area: () => Storage): KeyValueStore => {
  const attempt = <Result>(action: (storage: Storage) => Result): Result | null => {
    try {
      return action(area());
    } catch {
      return null;
    }
  };
  return {
    get: (key) => attempt((storage) => storage.getItem(key)),
    set: (key, value) => attempt((storage) => storage.setItem(key, value)),
    remove: (key) => attempt((storage) => storage.removeItem(key)),
  };
};

/** The environment of a real browser page. */
export function browserEnvironment(): Environment {
  const { document, navigator, fetch, setTimeout, clearTimeout, crypto, requestIdleCallback, EventSource, console } = window;
  const { now } = Date;
  const after = (ms: number, callback: () => void) => {
    const timer = setTimeout.call(window, callback, ms);
    return () => clearTimeout.call(window, timer);
  };
  return {
    global: window as unknown as Record<string, unknown>,
    document,
    now,
    uuid: () =>
      crypto.randomUUID?.() ??
      '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, (digit) =>
        (Number(digit) ^ (crypto.getRandomValues(new Uint8Array(1))[0]! & (15 >> (Number(digit) / 4)))).toString(16),
      ),
    after,
    // Safari has no idle callback; two seconds after the script is past the busiest time of a page load.
    whenIdle: (callback) =>
      void (requestIdleCallback ? requestIdleCallback.call(window, callback, { timeout: 4000 }) : after(2000, callback)),
    fetch: (url, init) => fetch.call(window, url, init),
    openEvents: (url) => EventSource && new EventSource(url),
    importModule: (url) => import(/* @vite-ignore */ url),
    session: storeIn(() => window.sessionStorage),
    matchMedia: (query) => window.matchMedia?.(query),
    languages: () => navigator.languages,
    online: () => navigator.onLine,
    visualViewport: () => window.visualViewport ?? undefined,
    warn: (message, cause) => console.warn(`[ringback] ${message}`, ...(cause === undefined ? [] : [cause])),
  };
}
