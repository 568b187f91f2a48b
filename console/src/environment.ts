/** Undoes what returned it. Safe to call twice. */
export type Cancel = () => void;

/** The colour scheme that a user chose; `auto` follows the system. */
export type Theme = 'auto' | 'light' | 'dark';

/** All that the console's logic wants from the browser. Tests bring their own. */
export interface Environment {
  /** Epoch milliseconds by this device's clock. */
  now(): number;
  /** From 0 to below 1. */
  random(): number;
  /** Runs once after so many milliseconds. */
  after(ms: number, run: () => void): Cancel;
  /** `path` begins with a slash; always this origin. */
  fetch(path: string, init: RequestInit): Promise<Response>;
  /** The route behind `#`, empty when there is none. */
  readRoute(): string;
  /** Goes there; `replace` leaves no step for the back button. */
  writeRoute(route: string, how: 'push' | 'replace'): void;
  onRoute(listener: () => void): Cancel;
  /** The network came back, or the page is looked at again. */
  onWake(listener: () => void): Cancel;
  /** A setting of this browser; `undefined` also when storage is forbidden. */
  recall(key: string): string | undefined;
  remember(key: string, value: string): void;
  showTheme(theme: Theme): void;
  showTitle(title: string): void;
  /** Follows a link of another scheme (`tel:`), as a click on it would. */
  follow(address: string): void;
  reload(): void;
  /** Puts text on the clipboard; false where the browser forbids it. */
  copy(text: string): Promise<boolean>;
  /** 256 bits that nobody can guess, as 43 letters, digits, - and _. */
  newSecret(): string;
}

/** The real browser. The one place in the console's logic that touches its globals. */
export function createBrowserEnvironment(): Environment {
  return {
    now: () => Date.now(),
    random: () => Math.random(),
    after(ms, run) {
      const timer = window.setTimeout(run, ms);
      return () => window.clearTimeout(timer);
    },
    fetch: (path, init) => window.fetch(path, init),
    readRoute: () => window.location.hash.replace(/^#/, ''),
    writeRoute(route, how) {
      if (how === 'push') window.location.hash = route;
      else window.location.replace(`#${route}`);
    },
    onRoute: (listener) => listen(window, 'hashchange', listener),
    onWake(listener) {
      const whenSeen = (): void => {
        if (document.visibilityState === 'visible') listener();
      };
      const cancels = [listen(window, 'online', listener), listen(document, 'visibilitychange', whenSeen)];
      return () => cancels.forEach((cancel) => cancel());
    },
    recall: (key) => attempt(() => window.localStorage.getItem(key) ?? undefined),
    remember: (key, value) => attempt(() => window.localStorage.setItem(key, value)),
    showTheme(theme) {
      if (theme === 'auto') delete document.documentElement.dataset['theme'];
      else document.documentElement.dataset['theme'] = theme;
    },
    showTitle(title) {
      document.title = title;
    },
    follow: (address) => window.location.assign(address),
    reload: () => window.location.reload(),
    async copy(text) {
      try {
        await navigator.clipboard.writeText(text);
        return true;
      } catch {
        return false;
      }
    },
    newSecret: () => toBase64Url(crypto.getRandomValues(new Uint8Array(32))),
  };
}

const toBase64Url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes)).replace(/[+/=]/g, (sign) => ({ '+': '-', '/': '_' })[sign] ?? '');

function listen(target: EventTarget, event: string, listener: () => void): Cancel {
  target.addEventListener(event, listener);
  return () => target.removeEventListener(event, listener);
}

/** Storage throws where the browser forbids it; a setting is then simply not kept. */
function attempt<Result>(act: () => Result): Result | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
