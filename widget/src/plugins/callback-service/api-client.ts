import { fetchInTime } from '../../fetch-in-time.js';
import type { Environment } from '../../environment.js';
import { parseJson } from './parse-json.js';
import type { CallbackServiceError } from './protocol.js';
import { retryDelay } from './retry-delay.js';
import { refusalOf, silenceOf } from './service-error.js';

export interface ApiRequest {
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  /** Sent as JSON. */
  body?: unknown;
  /** Milliseconds of one try. */
  timeout: number;
  /** Never sent again: the server can't tell a second try from a second request. */
  once?: boolean;
}

export interface ApiClientParts {
  environment: Pick<Environment, 'fetch' | 'after' | 'online'>;
  /** Ends all waiting. */
  signal: AbortSignal;
  /** Tells that the same request goes out again. `attempt` counts from 2. */
  onRetry(attempt: number, delay: number): void;
}

/**
 * Sends one request until it is answered; passing trouble is waited out, with the same headers each time.
 * @returns the JSON body. Rejects with a {@link CallbackServiceError}.
 */
export async function sendRequest(request: ApiRequest, { environment, signal, onRetry }: ApiClientParts): Promise<unknown> {
  for (let tries = 1; ; tries++) {
    const { body, error } = await tryOnce(request, environment);
    if (!error) return body;
    const delay = request.once ? undefined : retryDelay(error, tries, Math.random());
    if (delay === undefined || signal.aborted) throw error;
    onRetry(tries + 1, delay);
    await pause(delay, environment, signal);
  }
}

type Answer = { body: unknown; error?: undefined } | { body?: undefined; error: CallbackServiceError };

async function tryOnce({ method, url, headers, body, timeout }: ApiRequest, environment: ApiClientParts['environment']): Promise<Answer> {
  let response: Response;
  try {
    const json = body === undefined ? {} : { body: JSON.stringify(body), headers: { ...headers, 'content-type': 'application/json' } };
    response = await fetchInTime(environment, url, timeout, { method, headers, credentials: 'omit', ...json });
  } catch (cause) {
    return { error: silenceOf(cause, environment.online()) };
  }
  const text = await response.text();
  const parsed = parseJson(text);
  if (response.ok && parsed !== undefined) return { body: parsed };
  return { error: refusalOf(response.status, parsed, response.headers.get('retry-after')) };
}

const pause = (ms: number, { after }: ApiClientParts['environment'], signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const callOff = after(ms, resolve);
    const end = () => {
      callOff();
      resolve();
    };
    signal.addEventListener('abort', end, { once: true });
  });
