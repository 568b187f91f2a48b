import type { KeyValueStore } from '../../environment.js';
import { parseJson } from './parse-json.js';
import type { RunningRequest } from './protocol.js';

export const isRequest = (value: unknown): value is RunningRequest =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as RunningRequest).id === 'string' &&
  typeof (value as RunningRequest).token === 'string';

/** WI14: the request that lives in this tab. Nothing is stored before there is one, nor after it has ended. */
export function createRunningRequest(session: KeyValueStore, key: () => string) {
  const read = (): RunningRequest | null => {
    const stored = parseJson(session.get(key()) ?? '');
    return isRequest(stored) ? { id: stored.id, token: stored.token } : null;
  };
  let current: RunningRequest | null | undefined;
  /** Where it was found or put: a section that changes meanwhile doesn't leave it behind. */
  let place = '';
  return {
    /** Its name among all that live in this browser. */
    place: key,
    get: () => {
      if (current === undefined) {
        place = key();
        current = read();
      }
      return current;
    },
    keep: (request: RunningRequest) => {
      current = request;
      place = key();
      session.set(place, JSON.stringify(request));
    },
    end: () => {
      current = null;
      session.remove(place);
    },
  };
}
