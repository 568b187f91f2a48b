import { randomUUID } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { Refusal } from '../domain/refusal.js';
import type { Log } from '../ports/log.js';
import type { Metrics } from '../ports/metrics.js';
import type { Ringback } from '../usecases/ringback.js';
import { refuse } from './answer.js';
import type { AppContext, AppEnv } from './app-env.js';
import { describeCause } from './error-cause.js';

/** Route of what matches no address, so that scanners don't make a time series each. */
const UNKNOWN_ROUTE = '(unknown)';

/** Refusals that get a line, in a second. */
const REFUSALS_A_SECOND = 100;

/** Asked all the time by browsers and probes; worth a line only when they fail. */
const QUIET_ROUTES = new Set(['/*', '/widget/*', '/console/*', '/healthz', '/readyz', '/metrics']);

interface RequestScopeServices {
  readonly log: Log;
  readonly metrics: Metrics;
  readonly ringback: Pick<Ringback, 'noteApiError'>;
}

/** The APIs whose clients somebody else develops. */
const PUBLIC_API = /^\/(?:engagement|visitor|telephony)\//;

/** Gives each request its correlation id, and log and metrics one entry for its answer. */
export function requestScope({ log, metrics, ringback }: RequestScopeServices): MiddlewareHandler<AppEnv> {
  const refusals = linesOfASecond();
  return async (c, next) => {
    const started = performance.now();
    c.set('corrId', randomUUID());
    c.set('route', UNKNOWN_ROUTE);
    c.header('X-Correlation-Id', c.get('corrId'));
    await next();
    // Headers set before a handler answered with a Response of its own are merged by Hono; this one must be there always.
    c.res.headers.set('X-Correlation-Id', c.get('corrId'));
    const seconds = (performance.now() - started) / 1000;
    const facts = { route: c.get('route'), method: methodLabel(c.req.method), status: c.res.status };
    metrics.requestAnswered({ ...facts, seconds });
    const entry = { corrId: c.get('corrId'), ...facts, code: c.get('code'), ms: Math.round(seconds * 1e4) / 10 };
    const room = c.res.status >= 400 && c.res.status < 500 ? refusals.take() : { left: true, unlogged: 0 };
    // Limits are what a flood meets: it must not push the errors of others off the list.
    if (PUBLIC_API.test(c.req.path) && (room.left || c.res.status !== 429)) noteRefusal(c, ringback);
    if (!room.left) return;
    const quiet = c.res.status < 400 && QUIET_ROUTES.has(facts.route);
    if (quiet) log.debug('request', entry);
    else log.info('request', room.unlogged > 0 ? { ...entry, unlogged: room.unlogged } : entry);
  };
}

/** A flood of refused requests costs no line each: so many a second, and the first of the next says how many were left out. */
function linesOfASecond() {
  let second = 0;
  let taken = 0;
  let unlogged = 0;
  return {
    take(): { left: boolean; unlogged: number } {
      const now = Math.floor(performance.now() / 1000);
      if (now !== second) [second, taken] = [now, 0];
      taken += 1;
      if (taken > REFUSALS_A_SECOND) {
        unlogged += 1;
        return { left: false, unlogged };
      }
      const left = { left: true, unlogged };
      unlogged = 0;
      return left;
    },
  };
}

/** SE1: what was refused can be found by its correlation id. */
function noteRefusal(c: AppContext, { noteApiError }: RequestScopeServices['ringback']): void {
  const code = c.get('code');
  if (code === undefined || code === 0) return;
  noteApiError({
    corrId: c.get('corrId'),
    method: methodLabel(c.req.method),
    route: c.get('route'),
    http: c.res.status,
    code,
    message: c.get('message'),
    origin: c.req.header('origin')?.slice(0, 255),
  });
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const methodLabel = (method: string): string => (METHODS.includes(method) ? method : 'other');

/** Turns whatever a handler threw into an answer. Only what isn't a Refusal is a fault, and only the log learns its cause. */
export const answerError =
  (log: Log) =>
  (error: Error, c: AppContext): Response => {
    const facts = { corrId: c.get('corrId'), route: c.get('route') };
    if (error instanceof Refusal) {
      if (error.status === 'INTERNAL' || error.status === 'UNAVAILABLE')
        log.warn('request not served', { ...facts, ...describeCause(error) });
      return refuse(c, error);
    }
    log.error('request failed', { ...facts, ...describeCause(error) });
    return refuse(
      c,
      new Refusal('INTERNAL', 'Something broke on our side. Please try again; if it happens again, report the id in corrId.'),
    );
  };
