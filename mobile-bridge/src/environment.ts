/** The world outside, so that tests can move time and cut the network. */
export interface Environment {
  /** Epoch ms. */
  now(): number;
  /** Runs once after so many ms, unless the returned function is called before. */
  after(ms: number, run: () => void): () => void;
  fetch(input: string, init: RequestInit): Promise<Response>;
  uuid(): string;
  /** The network is back, as far as the platform can tell. Returns how to stop it. */
  onOnline(listener: () => void): () => void;
  /** For developers. Never carries a number, a code or a name. */
  warn(message: string): void;
}

export const browserEnvironment: Environment = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  fetch: (input, init) => fetch(input, init),
  uuid: () => crypto.randomUUID(),
  onOnline(listener) {
    addEventListener('online', listener);
    return () => removeEventListener('online', listener);
  },
  warn: (message) => console.warn(`Ringback: ${message}`),
};
