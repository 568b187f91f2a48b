import type { Environment, Theme } from '../../src/environment.js';

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** A browser whose time stands still until a test moves it. */
export class FakeEnvironment implements Environment {
  theme: Theme | undefined;
  title = '';
  route: string;
  reloads = 0;
  readonly followed: string[] = [];
  readonly stored = new Map<string, string>();
  #now: number;
  #timers: Timer[] = [];
  #routeListeners = new Set<() => void>();
  #wakeListeners = new Set<() => void>();
  readonly fetch: Environment['fetch'];

  constructor(start: string, fetch: Environment['fetch'], route = '') {
    this.#now = Date.parse(start);
    this.fetch = fetch;
    this.route = route;
  }

  now = (): number => this.#now;
  random = (): number => 0.5;

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + ms, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Moves the clock; whatever falls due on the way runs at its own time. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const next = this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#now = next.at;
      next.run();
    }
    this.#now = end;
  }

  readRoute = (): string => this.route;
  writeRoute(route: string): void {
    this.route = route;
  }
  onRoute(listener: () => void): () => void {
    this.#routeListeners.add(listener);
    return () => this.#routeListeners.delete(listener);
  }
  /** As when the user edits the address. */
  visit(route: string): void {
    this.route = route;
    for (const listener of this.#routeListeners) listener();
  }
  onWake(listener: () => void): () => void {
    this.#wakeListeners.add(listener);
    return () => this.#wakeListeners.delete(listener);
  }
  wake(): void {
    for (const listener of this.#wakeListeners) listener();
  }
  recall = (key: string): string | undefined => this.stored.get(key);
  remember(key: string, value: string): void {
    this.stored.set(key, value);
  }
  showTheme(theme: Theme): void {
    this.theme = theme;
  }
  showTitle(title: string): void {
    this.title = title;
  }
  follow(address: string): void {
    this.followed.push(address);
  }
  reload(): void {
    this.reloads += 1;
  }
  readonly copied: string[] = [];
  async copy(text: string): Promise<boolean> {
    this.copied.push(text);
    return true;
  }
  newSecret = (): string => 'a-new-secret-that-nobody-guesses-0123456789';
}
