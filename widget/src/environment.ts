/*
 * The one file that touches window, document, navigator, storage, timers, fetch, crypto, EventSource and matchMedia.
 * In two parts, because every page view pays for the first. Native functions are taken when the script runs:
 * later patches by the host page don't reach the widget.
 */

/** What the loader needs of the world. */
export interface PageEnvironment {
  /** The page's global object, as a bag of names that may or may not be there. */
  readonly global: Record<string, unknown>;
  readonly document: Document;
  /** Epoch milliseconds. */
  now(): number;
  /** Calls back once when the page is loaded and has nothing better to do. */
  whenIdle(callback: () => void): void;
  /** Calls back once in a task of its own: what the page does now isn't held up. */
  soon(callback: () => void): void;
  /** Imports an ES module by absolute URL. */
  importModule(url: string): Promise<unknown>;
  /** A warning for the site's developer. Never personal data. */
  warn(message: string, cause?: unknown): void;
}

/** Text by key. Never throws: where the browser forbids storage, it forgets at once. */
export interface KeyValueStore {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
}

/** All that the widget knows of the world. Tests replace it by `testing/fake-environment.ts`. */
export interface Environment extends PageEnvironment {
  /** Calls back once after `ms` milliseconds. @returns a function that calls it off. */
  after(ms: number, callback: () => void): () => void;
  /** Calls back once after what has just been drawn is on the screen; in a page that isn't seen, soon. */
  afterFrame(callback: () => void): void;
  fetch(url: string, init?: RequestInit): Promise<Response>;
  /** A random UUID, also where `crypto.randomUUID` is missing (plain http pages). */
  uuid(): string;
  /** @returns `undefined` where the browser has no EventSource. */
  openEvents(url: string): EventSource | undefined;
  /** Kept for this tab only. */
  readonly session: KeyValueStore;
  matchMedia(query: string): MediaQueryList | undefined;
  /** The visitor's languages, best first. */
  languages(): readonly string[];
  online(): boolean;
  /** Whether the visitor has asked for few bytes. */
  savesData(): boolean | undefined;
  /** Size of what the visitor sees, keyboard subtracted; `undefined` where the browser doesn't tell. */
  visualViewport(): VisualViewport | undefined;
}

/** The loader's part, of a real browser page. */
export function pageEnvironment(): PageEnvironment {
  const { document, console, setTimeout, requestIdleCallback = setTimeout } = window;
  return {
    global: window as unknown as Record<string, unknown>,
    document,
    now: Date.now,
    whenIdle: (callback) => {
      const wait = () => requestIdleCallback(callback);
      if (document.readyState === 'complete') wait();
      else addEventListener('load', wait);
    },
    soon: (callback) => setTimeout(callback),
    importModule: (url) => import(/* @vite-ignore */ url),
    warn: (...said) => console.warn('[ringback]', ...said),
  };
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

/** The whole of a real browser page. What `page` already has, stays. */
export function browserEnvironment(page: PageEnvironment): Environment {
  const { navigator, crypto, EventSource, fetch, setTimeout, clearTimeout, requestAnimationFrame } = window;
  return {
    after: (ms, callback) => {
      const timer = setTimeout.call(window, callback, ms);
      return () => clearTimeout.call(window, timer);
    },
    afterFrame: (callback) => {
      const soon = (): unknown => setTimeout.call(window, callback);
      // The frame is drawn after its callbacks, within their task.
      if (page.document.hidden) soon();
      else requestAnimationFrame.call(window, soon);
    },
    fetch: (url, init) => fetch.call(window, url, init),
    uuid: () =>
      crypto.randomUUID?.() ??
      '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, (digit) =>
        (Number(digit) ^ (crypto.getRandomValues(new Uint8Array(1))[0]! & (15 >> (Number(digit) / 4)))).toString(16),
      ),
    openEvents: (url) => EventSource && new EventSource(url),
    session: storeIn(() => window.sessionStorage),
    matchMedia: (query) => window.matchMedia?.(query),
    languages: () => navigator.languages,
    online: () => navigator.onLine,
    savesData: () => (navigator as Navigator & { connection?: { saveData?: boolean } }).connection?.saveData,
    visualViewport: () => window.visualViewport ?? undefined,
    ...page,
  };
}
