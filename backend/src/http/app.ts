import { Hono } from 'hono';
import { Refusal } from '../domain/refusal.js';
import { refuse } from './answer.js';
import type { AppContext, AppEnv, AppServices } from './app-env.js';
import { readProxies } from './client-address.js';
import { mountDocs } from './mount-docs.js';
import { mountOperations } from './mount-operations.js';
import { mountRoutes } from './mount-routes.js';
import { mountTwilio } from './mount-twilio.js';
import { originGuard, refuseOrigins, sameOriginGuard } from './origin-policy.js';
import { notFoundPage } from './pages/not-found-page.js';
import { requireReadablePath } from './read-address.js';
import { requireLimitedEndpoints } from './request-limits.js';
import { answerError, requestScope } from './request-scope.js';
import { ROUTES } from './routes/index.js';
import { securityHeaders } from './security-headers.js';
import { mountStaticFiles } from './static-files.js';

/** Addresses of programs: they always get the envelope, never a page. */
const API_PREFIXES = ['/engagement/', '/visitor/', '/console/v1/', '/telephony/'] as const;

/** The whole HTTP border as one web-standard app; `app.request()` works without a socket. */
export function createApp(services: AppServices): Hono<AppEnv> {
  const { log, ownOrigins } = services;
  // Say now what is wrong with them, not at the first request.
  readProxies(services.config.limits.trustedProxies);
  requireLimitedEndpoints(services.config.limits.perEndpointPerMinute);
  const app = new Hono<AppEnv>();
  app.onError(answerError(log));
  app.notFound(answerUnknownAddress);
  app.use(requestScope(services), securityHeaders(services.publicUrl), async (c, next) => {
    requireReadablePath(c.req.url);
    return next();
  });
  const knownOrigins = originGuard(() => [...services.config.site.origins, ...ownOrigins()]);
  app.use('/engagement/*', knownOrigins);
  app.use('/visitor/*', knownOrigins);
  app.use('/console/v1/*', sameOriginGuard(ownOrigins));
  app.use('/telephony/*', refuseOrigins);
  mountRoutes(app, services, ROUTES);
  mountTwilio(app, services);
  mountOperations(app, services);
  mountDocs(app, services);
  app.use('*', stopAtApiPrefixes);
  mountStaticFiles(app, services.folders);
  return app;
}

/** What no route has served below an API prefix is unknown, whatever files there may be. */
const stopAtApiPrefixes = async (c: AppContext, next: () => Promise<void>): Promise<Response | void> =>
  isApi(c) ? answerUnknownAddress(c) : next();

const isApi = (c: AppContext): boolean => API_PREFIXES.some((prefix) => c.req.path.startsWith(prefix));

function answerUnknownAddress(c: AppContext): Response {
  const isReader = c.req.method === 'GET' && (c.req.header('accept') ?? '').includes('text/html') && !isApi(c);
  if (isReader) return c.html(notFoundPage(), 404, { 'Cache-Control': 'no-store' });
  return refuse(c, new Refusal('UNKNOWN_ADDRESS', 'There is nothing at this address. The addresses of this service are listed at /docs.'));
}
