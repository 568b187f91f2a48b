import type { VisitorCallback } from '@ringback/contract';
import type { Environment } from '../../environment.js';
import { parseJson } from './parse-json.js';
import type { CallbackServiceError, Connection } from './protocol.js';

/** Milliseconds between two questions while there is no event stream. */
const POLL_EVERY = 10_000;
/** Milliseconds until a stream that the browser has given up is opened anew; doubles up to the longest. */
const FIRST_REOPEN = 5_000;
const LONGEST_REOPEN = 60_000;

export interface WatchParts {
  environment: Pick<Environment, 'openEvents' | 'after' | 'online'>;
  /** Address of the event stream, token included. */
  eventsUrl: string;
  /** Asks once; rejects with a {@link CallbackServiceError}. */
  askStatus(): Promise<VisitorCallback>;
  onStatus(callback: VisitorCallback): void;
  onConnection(connection: Connection): void;
  /** The server knows no such callback (any more). */
  onGone(error: CallbackServiceError): void;
}

/** Follows one callback: by event stream, and by asking while there is none. */
export class CallbackWatch {
  readonly #parts: WatchParts;
  #stream: EventSource | undefined;
  #connection: Connection | undefined;
  #reopenIn = FIRST_REOPEN;
  #isStopped = false;
  #cancelPoll = () => {};
  #cancelReopen = () => {};

  constructor(parts: WatchParts) {
    this.#parts = parts;
    this.#open();
  }

  /** After it, nothing is called any more. */
  stop(): void {
    this.#isStopped = true;
    this.#stream?.close();
    this.#cancelPoll();
    this.#cancelReopen();
  }

  #open(): void {
    const { environment, eventsUrl, onStatus } = this.#parts;
    const stream = environment.openEvents(eventsUrl);
    this.#stream = stream;
    if (!stream) {
      this.#fallBack();
      return;
    }
    stream.addEventListener('open', () => {
      this.#reopenIn = FIRST_REOPEN;
      this.#cancelPoll();
      this.#become('live');
    });
    stream.addEventListener('callback', (event) => {
      const callback = parseJson((event as MessageEvent<string>).data) as VisitorCallback | undefined;
      if (callback && !this.#isStopped) onStatus(callback);
    });
    stream.addEventListener('error', () => this.#onBreak(stream));
  }

  #onBreak(stream: EventSource): void {
    if (this.#isStopped) return;
    this.#fallBack();
    // Closed means that the browser won't come back by itself.
    if (stream.readyState !== 2) return;
    this.#cancelReopen();
    this.#cancelReopen = this.#parts.environment.after(this.#reopenIn, () => this.#open());
    this.#reopenIn = Math.min(this.#reopenIn * 2, LONGEST_REOPEN);
  }

  #fallBack(): void {
    const isAsking = this.#connection === 'polling' || this.#connection === 'lost';
    if (isAsking) return;
    this.#become(this.#parts.environment.online() ? 'polling' : 'lost');
    void this.#poll();
  }

  async #poll(): Promise<void> {
    const { askStatus, onStatus, onGone, environment } = this.#parts;
    try {
      const callback = await askStatus();
      if (!this.#isAsking()) return;
      this.#become('polling');
      onStatus(callback);
    } catch (cause) {
      const error = cause as CallbackServiceError;
      if (!this.#isAsking()) return;
      if (error.httpStatus === 401 || error.httpStatus === 404) {
        this.stop();
        onGone(error);
      } else this.#become('lost');
    }
    if (!this.#isStopped) this.#cancelPoll = environment.after(POLL_EVERY, () => void this.#poll());
  }

  /** An answer may come when it is no longer wanted. */
  #isAsking(): boolean {
    return !this.#isStopped && this.#connection !== 'live';
  }

  #become(next: Connection): void {
    if (next === this.#connection || this.#isStopped) return;
    this.#connection = next;
    this.#parts.onConnection(next);
  }
}
