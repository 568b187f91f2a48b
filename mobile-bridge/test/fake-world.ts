import type { Environment } from '../src/environment.js';

/** Moved time, and a network that can be cut. */
export interface FakeWorld extends Environment {
  /** Runs everything that is due, in order, up to so many ms from now. */
  pass(ms: number): Promise<void>;
  goOnline(): void;
  readonly warnings: string[];
}

export function createFakeWorld(start: number, answer: (url: string, init: RequestInit) => Promise<Response>): FakeWorld {
  let time = start;
  let count = 0;
  const timers = new Map<number, { at: number; run: () => void }>();
  const online = new Set<() => void>();
  const warnings: string[] = [];
  return {
    warnings,
    now: () => time,
    after(ms, run) {
      count += 1;
      const id = count;
      timers.set(id, { at: time + ms, run });
      return () => void timers.delete(id);
    },
    fetch: answer,
    uuid() {
      count += 1;
      return `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`;
    },
    onOnline(listener) {
      online.add(listener);
      return () => void online.delete(listener);
    },
    goOnline() {
      for (const listener of [...online]) listener();
    },
    warn: (message) => void warnings.push(message),
    async pass(ms) {
      const end = time + ms;
      await settle();
      for (;;) {
        const [next] = [...timers].filter(([, { at }]) => at <= end).sort(([a, x], [b, y]) => x.at - y.at || a - b);
        if (!next) break;
        timers.delete(next[0]);
        time = Math.max(time, next[1].at);
        next[1].run();
        await settle();
      }
      time = end;
    },
  };
}

/** Lets every promise that can settle do so: nothing here waits for anything but promises. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
