import { Hono } from 'hono';
import { Refusal } from '../domain/refusal.js';
import { refuse } from './answer.js';
import type { AppContext, AppEnv, AppServices } from './app-env.js';
import { captchaScriptOf } from './captcha-policy.js';
import { readProxies } from './client-address.js';
import { mountDocs } from './mount-docs.js';
import { mountOperations } from './mount-operations.js';
import { mountRoutes } from './mount-routes.js';
import { mountTwilio } from './mount-twilio.js';
import { knownOriginsOf, ORIGIN_AREAS, originGuard } from './origin-policy.js';
import { notFoundPage } from './pages/not-found-page.js';
import { requireReadablePath } from './read-address.js';
import { answerRecorder, type RecordAnswer } from './record-answer.js';
import { requireLimitedEndpoints } from './request-limits.js';
import { answerError, requestScope } from './request-scope.js';
import { ROUTES } from './routes/index.js';
import { securityHeaders } from './security-headers.js';
import { mountStaticFiles } from './static-files.js';

/** The whole HTTP border as one web-standard app; `app.request()` works without a socket. */
export function createApp(services: AppServices, recordAnswer: RecordAnswer = answerRecorder(services)): Hono<AppEnv> {
  const { log } = services;
  // Say now what is wrong with them, not at the first request.
  readProxies(services.config.limits.trustedProxies);
  requireLimitedEndpoints(services.config.limits.perEndpointPerMinute);
  const app = new Hono<AppEnv>();
  app.onError(answerError(log));
  app.notFound(answerUnknownAddress);
  app.use(requestScope(recordAnswer), securityHeaders(services.publicUrl), async (c, next) => {
    requireReadablePath(c.req.url);
    return next();
  });
  for (const [prefix, area] of ORIGIN_AREAS) app.use(`${prefix}*`, originGuard(area, knownOriginsOf(services)));
  mountRoutes(app, services, ROUTES);
  mountTwilio(app, services);
  mountOperations(app, services);
  mountDocs(app, services);
  app.use('*', stopAtApiPrefixes);
  mountStaticFiles(app, services.folders, () => captchaScriptOf(services.config));
  return app;
}

/** What no route has served below an API prefix is unknown, whatever files there may be. */
const stopAtApiPrefixes = async (c: AppContext, next: () => Promise<void>): Promise<Response | void> =>
  isApi(c) ? answerUnknownAddress(c) : next();

/** Addresses of programs: they always get the envelope, never a page. */
const isApi = (c: AppContext): boolean => ORIGIN_AREAS.some(([prefix]) => c.req.path.startsWith(prefix));

function answerUnknownAddress(c: AppContext): Response {
  const isReader = c.req.method === 'GET' && (c.req.header('accept') ?? '').includes('text/html') && !isApi(c);
  if (isReader) return c.html(notFoundPage(), 404, { 'Cache-Control': 'no-store' });
  return refuse(c, new Refusal('UNKNOWN_ADDRESS', 'There is nothing at this address. The addresses of this service are listed at /docs.'));
}
