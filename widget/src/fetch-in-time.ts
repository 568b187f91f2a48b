import type { Environment } from './environment.js';

/** A request that got no answer within its time. */
export class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
}

/** Fetches, head and body, within `ms` milliseconds. Rejects with {@link TimeoutError}, or as `fetch` does. */
export async function fetchInTime(
  { fetch, after }: Pick<Environment, 'fetch' | 'after'>,
  url: string,
  ms: number,
  init: RequestInit = {},
): Promise<Response> {
  const limit = new AbortController();
  let giveUp = () => {};
  const timeout = new Promise<never>((_, reject) => {
    giveUp = () => reject(new TimeoutError(`No answer within ${ms} ms`));
  });
  const callOff = after(ms, () => {
    giveUp();
    limit.abort();
  });
  const whole = async () => {
    const response = await fetch(url, { ...init, signal: limit.signal });
    const { status, statusText, headers } = response;
    return new Response(status === 204 ? null : await response.blob(), { status, statusText, headers });
  };
  try {
    return await Promise.race([whole(), timeout]);
  } finally {
    callOff();
  }
}
