import type { Hono } from 'hono';
import { Refusal } from '../domain/refusal.js';
import { succeed } from './answer.js';
import type { AppContext, AppEnv, AppServices } from './app-env.js';
import { allowOf, answerOptions } from './origin-policy.js';

/** Health and metrics: for whoever runs the service. */
export function mountOperations(app: Hono<AppEnv>, { ringback, metrics }: AppServices): void {
  mountGet(app, '/healthz', (c) => succeed(c, { alive: true }));
  mountGet(app, '/readyz', async (c) => {
    const ready = await ringback.ready().catch(() => false);
    if (!ready)
      throw new Refusal('UNAVAILABLE', 'Not ready: the database cannot be reached or is not migrated yet.', { retryAfterSeconds: 2 });
    return succeed(c, { ready: true });
  });
  mountGet(app, '/metrics', async (c) => {
    const { contentType, body } = await metrics.text();
    return c.body(body, 200, { 'Content-Type': contentType, 'Cache-Control': 'no-store' });
  });
}

/** An address that only answers GET, with the same manners as the endpoints of the table. */
export function mountGet(app: Hono<AppEnv>, path: string, serve: (c: AppContext) => Response | Promise<Response>): void {
  app.get(path, (c) => {
    c.set('route', path);
    return serve(c);
  });
  app.all(path, (c) => {
    c.set('route', path);
    if (c.req.method === 'OPTIONS') return answerOptions(c, ['GET']);
    c.header('Allow', allowOf(['GET']));
    throw new Refusal('METHOD_NOT_ALLOWED', 'This address takes GET only.');
  });
}
