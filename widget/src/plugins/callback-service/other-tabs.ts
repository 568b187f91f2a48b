import type { Environment } from '../../environment.js';
import type { RunningRequest } from './protocol.js';
import { isRequest, type createRunningRequest } from './running-request.js';

export interface OtherTabsDeps {
  readonly environment: Pick<Environment, 'after' | 'global'>;
  readonly running: Pick<ReturnType<typeof createRunningRequest>, 'get' | 'place'>;
  readonly signal: AbortSignal;
}

/** Milliseconds that another tab has to answer. */
const ANSWER_TIME = 300;
const QUESTION = 'who has a request?';

/**
 * What tabs of one browser on one site tell each other of a running request. Only while one runs does a tab listen, and nothing is
 * stored: the token is handed from tab to tab, and is gone with the last of them.
 */
export function createOtherTabs({ environment, running, signal }: OtherTabsDeps) {
  const Channel = environment.global['BroadcastChannel'] as typeof BroadcastChannel | undefined;
  let answering: { readonly place: string; close(): void } | undefined;
  const rest = (): void => {
    answering?.close();
    answering = undefined;
  };
  signal.addEventListener('abort', rest);
  return {
    /** Answers other tabs from now on, until {@link rest}. */
    answer(): void {
      const place = running.place();
      if (!Channel || signal.aborted || answering?.place === place) return;
      rest();
      const channel = new Channel(place);
      channel.addEventListener('message', ({ data }) => {
        const request = running.get();
        if (data === QUESTION && request) channel.postMessage(request);
      });
      answering = { place, close: () => channel.close() };
    },
    rest,
    /** Requests that other tabs hold, the first that answers; `undefined` when none does. Never rejects. */
    ask(): Promise<RunningRequest | undefined> {
      if (!Channel || signal.aborted) return Promise.resolve(undefined);
      const channel = new Channel(running.place());
      return new Promise((resolve) => {
        const end = (found?: RunningRequest): void => {
          callOff();
          channel.close();
          resolve(found);
        };
        const callOff = environment.after(ANSWER_TIME, () => end());
        channel.addEventListener('message', ({ data }) => isRequest(data) && end(data));
        channel.postMessage(QUESTION);
      });
    },
  };
}
