import { serveStatic } from '@hono/node-server/serve-static';
import type { Hono, MiddlewareHandler } from 'hono';
import { etag } from 'hono/etag';
import type { AppEnv, StaticFolders } from './app-env.js';
import { demoPolicy } from './security-headers.js';

/** A name with a content hash in it, as the builds make them: `panel-3fa1b2c.mjs` of the widget, `index-B1x9_kQz.js` of the rest. */
const HASHED = /-(?:[0-9a-f]{7}\.mjs|(?=[\w-]*[A-Z0-9])[\w-]{8}\.\w+)$/;
const FOR_EVER = 'public, max-age=31536000, immutable';
/** Kept, but asked for again each time; the answer is mostly 304. */
const REVALIDATED = 'no-cache';

interface Mount {
  readonly prefix: string;
  readonly folder: string | undefined;
  /** Scripts that other sites' pages load. */
  readonly forOtherSites: boolean;
}

/** A worker rules the pages of its own origin alone, so that of the demo shop lies at its root. */
const WORKER_FILE = '/ringback-worker.js';

/**
 * Serves the built demo site, console, widget, worker and bridge. Files that don't exist fall through to the 404 of the app.
 * @param captchaScript address of the script that the demo's pages have to let in now
 */
export function mountStaticFiles(app: Hono<AppEnv>, folders: StaticFolders, captchaScript: () => string | undefined): void {
  app.get('/console', (c) => c.redirect('/console/', 308));
  const mounts: readonly Mount[] = [
    { prefix: '/widget', folder: folders.widget, forOtherSites: true },
    { prefix: '/service-worker', folder: folders.serviceWorker, forOtherSites: true },
    { prefix: '/bridge', folder: folders.bridge, forOtherSites: true },
    { prefix: '/console', folder: folders.console, forOtherSites: false },
    { prefix: '', folder: folders.demoSite, forOtherSites: false },
  ];
  const { serviceWorker } = folders;
  if (serviceWorker) {
    const mount = { prefix: '', folder: serviceWorker, forOtherSites: false };
    app.get(WORKER_FILE, cachingOf(mount), etag(), filesOf('', serviceWorker));
  }
  if (folders.demoSite) app.use('*', policyOfDemo(captchaScript));
  for (const mount of mounts) {
    if (mount.folder) app.use(`${mount.prefix}/*`, cachingOf(mount), etag(), filesOf(mount.prefix, mount.folder));
  }
}

/** Also on answers without the page itself (304): a browser takes their headers for the page that it has kept. */
function policyOfDemo(captchaScript: () => string | undefined): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    await next();
    const isPage = /(?:\/|\.html)$/.test(c.req.path) && !c.req.path.startsWith('/console');
    if (isPage && c.res.status < 400) c.set('demoPolicy', demoPolicy(captchaScript()));
  };
}

function filesOf(prefix: string, root: string): MiddlewareHandler<AppEnv> {
  const serve = serveStatic<AppEnv>({ root, precompressed: true, rewriteRequestPath: (path) => path.slice(prefix.length) });
  return async (c, next) => {
    // `.br` and `.gz` twins are chosen by Accept-Encoding, never asked for by name.
    if (/\.(?:br|gz)$/.test(c.req.path)) return next();
    return serve(c, next);
  };
}

function cachingOf({ prefix, forOtherSites }: Mount): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    await next();
    if (c.res.status >= 400 || c.get('code') !== undefined) return;
    c.set('route', `${prefix}/*`);
    c.res.headers.set('Cache-Control', HASHED.test(c.req.path) ? FOR_EVER : REVALIDATED);
    if (!forOtherSites) return;
    c.res.headers.set('Access-Control-Allow-Origin', '*');
    c.res.headers.set('Cross-Origin-Resource-Policy', 'cross-origin');
  };
}
