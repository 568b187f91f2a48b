import type { KeyValueStore } from '../../environment.js';
import { parseJson } from './parse-json.js';
import type { RunningRequest } from './protocol.js';

const KEY = 'ringback.request';

const isRequest = (value: unknown): value is RunningRequest =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as RunningRequest).id === 'string' &&
  typeof (value as RunningRequest).token === 'string';

/** WI14: the request that lives in this tab. Nothing is stored before there is one, nor after it has ended. */
export function createRunningRequest(session: KeyValueStore) {
  const read = (): RunningRequest | null => {
    const stored = parseJson(session.get(KEY) ?? '');
    return isRequest(stored) ? { id: stored.id, token: stored.token } : null;
  };
  let current = read();
  return {
    get: () => current,
    keep: (request: RunningRequest) => {
      current = request;
      session.set(KEY, JSON.stringify(request));
    },
    end: () => {
      current = null;
      session.remove(KEY);
    },
  };
}
