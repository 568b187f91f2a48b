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

/**
 * Follows one callback: by event stream, and by asking while there is none.
 * @returns the way out. After it, nothing is called.
 */
export function watchCallback({ environment, eventsUrl, askStatus, onStatus, onConnection, onGone }: WatchParts): () => void {
  const { after } = environment;
  let stream: EventSource | undefined;
  let connection: Connection | undefined;
  let reopenIn = FIRST_REOPEN;
  let isStopped = false;
  let cancelPoll = () => {};
  let cancelReopen = () => {};

  const become = (next: Connection) => {
    if (next === connection || isStopped) return;
    connection = next;
    onConnection(next);
  };
  const stop = () => {
    isStopped = true;
    stream?.close();
    cancelPoll();
    cancelReopen();
  };
  const poll = async () => {
    try {
      const callback = await askStatus();
      if (isStopped || connection === 'live') return;
      become('polling');
      onStatus(callback);
    } catch (cause) {
      const error = cause as CallbackServiceError;
      if (isStopped || connection === 'live') return;
      if (error.httpStatus === 401 || error.httpStatus === 404) {
        stop();
        onGone(error);
        return;
      }
      become('lost');
    }
    if (!isStopped) cancelPoll = after(POLL_EVERY, () => void poll());
  };
  const fallBack = () => {
    if (isStopped || (connection !== undefined && connection !== 'live')) return;
    become(environment.online() ? 'polling' : 'lost');
    void poll();
  };
  const open = () => {
    const opened = environment.openEvents(eventsUrl);
    stream = opened;
    if (!opened) {
      fallBack();
      return;
    }
    opened.addEventListener('open', () => {
      if (isStopped) return;
      reopenIn = FIRST_REOPEN;
      cancelPoll();
      become('live');
    });
    opened.addEventListener('callback', (event) => {
      const callback = parseJson((event as MessageEvent<string>).data) as VisitorCallback | undefined;
      if (callback && !isStopped) onStatus(callback);
    });
    opened.addEventListener('error', () => {
      if (isStopped) return;
      fallBack();
      // Closed means that the browser won't come back by itself.
      if (opened.readyState !== 2) return;
      cancelReopen();
      cancelReopen = after(reopenIn, open);
      reopenIn = Math.min(reopenIn * 2, LONGEST_REOPEN);
    });
  };
  open();
  return stop;
}
