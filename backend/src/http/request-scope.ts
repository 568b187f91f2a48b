import { randomUUID } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { Refusal } from '../domain/refusal.js';
import type { Log } from '../ports/log.js';
import { refuse } from './answer.js';
import type { AppContext, AppEnv } from './app-env.js';
import { describeCause } from './error-cause.js';
import type { RecordAnswer } from './record-answer.js';

/** Route of what matches no address, so that scanners don't make a time series each. */
export const UNKNOWN_ROUTE = '(unknown)';

/** Gives each request its correlation id, and has its answer recorded. */
export function requestScope(recordAnswer: RecordAnswer): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const started = performance.now();
    const corrId = randomUUID();
    c.set('corrId', corrId);
    c.set('route', UNKNOWN_ROUTE);
    c.header('X-Correlation-Id', corrId);
    await next();
    // Headers set before a handler answered with a Response of its own are merged by Hono; this one must be there always.
    c.res.headers.set('X-Correlation-Id', corrId);
    const { path, method } = c.req;
    const origin = c.req.header('origin');
    const { route, code, message } = c.var;
    recordAnswer({ corrId, route, path, method, http: c.res.status, code, message, origin, started });
  };
}

/** Turns whatever a handler threw into an answer. Only what isn't a Refusal is a fault, and only the log learns its cause. */
export const answerError =
  (log: Log) =>
  (error: Error, c: AppContext): Response =>
    refuse(c, refusalFor(error, { log, corrId: c.get('corrId'), route: c.get('route') }));

/** What whoever asked is told of it. */
export function refusalFor(
  error: unknown,
  { log, ...facts }: { readonly log: Log; readonly corrId: string; readonly route: string },
): Refusal {
  if (error instanceof Refusal) {
    if (error.status === 'INTERNAL' || error.status === 'UNAVAILABLE')
      log.warn('request not served', { ...facts, ...describeCause(error) });
    return error;
  }
  log.error('request failed', { ...facts, ...describeCause(error) });
  return new Refusal('INTERNAL', 'Something broke on our side. Please try again; if it happens again, report the id in corrId.');
}
