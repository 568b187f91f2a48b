import { signal, type ReadonlySignal } from '@preact/signals';
import { createParser } from 'eventsource-parser';
import * as v from 'valibot';
import type { Environment } from '../environment.js';
import { RequestFailure } from './request-failure.js';
import { retryDelay } from './retry-delay.js';

/** How fresh the page is. `since` in epoch ms of this device. */
type FeedState =
  | { readonly kind: 'off' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  /** Tries to come back; what is shown may be out of date. */
  | { readonly kind: 'lost'; readonly since: number }
  /** The server said no; trying again would change nothing. */
  | { readonly kind: 'refused'; readonly message: string }
  /** The server sends what this version of the page can't read. */
  | { readonly kind: 'unreadable' };

/** One live value from the server, kept up over any number of connections. */
export interface LiveFeed {
  readonly state: ReadonlySignal<FeedState>;
  /** Does nothing when it already runs. */
  start(): void;
  stop(): void;
  /** Cuts a pause between two tries short. */
  retryNow(): void;
}

interface LiveFeedOptions<Value> {
  /** Asks for the stream; rejects with a RequestFailure. */
  readonly open: (signal: AbortSignal) => Promise<Response>;
  /** Name of the server-sent event that carries the value. */
  readonly event: string;
  readonly schema: v.GenericSchema<unknown, Value>;
  /** `first`: the first value of a new connection. */
  readonly onValue: (value: Value, first: boolean) => void;
  readonly environment: Environment;
}

/** Silence after which a connection counts as dead. Servers send something (a comment will do) well within it. */
export const SILENCE_LIMIT_MS = 45_000;

/** Thrown through the stream reader when an event can't be read. */
class UnreadableEvent extends Error {}

export function createLiveFeed<Value>(options: LiveFeedOptions<Value>): LiveFeed {
  const { environment } = options;
  const state = signal<FeedState>({ kind: 'off' });
  let running: AbortController | undefined;
  let wake: () => void = () => undefined;
  let stopListening: () => void = () => undefined;

  const lose = (): void => {
    if (state.value.kind !== 'lost') state.value = { kind: 'lost', since: environment.now() };
  };

  async function keepUp(stopped: AbortSignal): Promise<void> {
    let failures = 0;
    while (!stopped.aborted) {
      try {
        await connectOnce(options, stopped, () => {
          failures = 0;
          state.value = { kind: 'live' };
        });
      } catch (error) {
        if (stopped.aborted) return;
        const end = endOf(error);
        if (end) {
          state.value = end;
          return;
        }
      }
      if (stopped.aborted) return;
      lose();
      await pause(retryDelay(failures, environment.random()), stopped);
      failures += 1;
    }
  }

  const pause = (ms: number, stopped: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const done = (): void => {
        cancel();
        resolve();
      };
      const cancel = environment.after(ms, done);
      stopped.addEventListener('abort', done, { once: true });
      wake = done;
    });

  return {
    state,
    start() {
      if (running) return;
      running = new AbortController();
      state.value = { kind: 'connecting' };
      stopListening = environment.onWake(() => wake());
      void keepUp(running.signal);
    },
    stop() {
      running?.abort();
      running = undefined;
      stopListening();
      state.value = { kind: 'off' };
    },
    retryNow: () => wake(),
  };
}

/** Reads one connection until it ends. `onLive` at its first value. */
async function connectOnce<Value>(options: LiveFeedOptions<Value>, stopped: AbortSignal, onLive: () => void): Promise<void> {
  const connection = new AbortController();
  const abort = (): void => connection.abort();
  stopped.addEventListener('abort', abort, { once: true });
  let silence = options.environment.after(SILENCE_LIMIT_MS, abort);
  try {
    const response = await options.open(connection.signal);
    let first = true;
    const parser = createParser({
      onEvent(message) {
        if (message.event !== options.event) return;
        const value = readValue(options.schema, message.data);
        onLive();
        options.onValue(value, first);
        first = false;
      },
    });
    await readText(response, connection.signal, (text) => {
      silence();
      silence = options.environment.after(SILENCE_LIMIT_MS, abort);
      parser.feed(text);
    });
  } finally {
    silence();
    stopped.removeEventListener('abort', abort);
    connection.abort();
  }
}

async function readText(response: Response, aborted: AbortSignal, onText: (text: string) => void): Promise<void> {
  const reader = response.body?.getReader();
  if (!reader) return;
  const cancel = (): void => void reader.cancel().catch(() => undefined);
  aborted.addEventListener('abort', cancel, { once: true });
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || aborted.aborted) return;
      onText(decoder.decode(value, { stream: true }));
    }
  } finally {
    aborted.removeEventListener('abort', cancel);
  }
}

function readValue<Value>(schema: v.GenericSchema<unknown, Value>, data: string): Value {
  try {
    return v.parse(schema, JSON.parse(data));
  } catch (cause) {
    throw new UnreadableEvent('The event does not fit the contract', { cause });
  }
}

/** The state that ends the feed for good, or nothing when trying again makes sense. */
function endOf(error: unknown): FeedState | undefined {
  if (error instanceof UnreadableEvent) return { kind: 'unreadable' };
  if (!(error instanceof RequestFailure) || error.reason.kind !== 'refused') return undefined;
  const { http } = error.reason;
  const passes = http >= 500 || http === 429 || http === 408;
  return passes ? undefined : { kind: 'refused', message: error.message };
}
