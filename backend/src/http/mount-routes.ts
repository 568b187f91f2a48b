import type { Hono } from 'hono';
import { Refusal } from '../domain/refusal.js';
import type { AppEnv, AppServices } from './app-env.js';
import { allowOf, answerOptions } from './origin-policy.js';
import { answerWhenLimited } from './request-limits.js';
import type { Route } from './route.js';

/** `/a/{b}` of the endpoint table as `/a/:b`. */
const patternOf = (path: string): string => path.replaceAll(/\{([^}]+)\}/g, ':$1');

/** Puts the routes at their addresses; every other method of those addresses is told which there are. */
export function mountRoutes(app: Hono<AppEnv>, services: AppServices, routes: readonly Route[]): void {
  for (const [path, group] of groupByPath(routes)) {
    const methods = group.map((route) => route.endpoint.method);
    for (const route of group) {
      app.on(route.endpoint.method, patternOf(path), async (c) => {
        c.set('route', path);
        return (await answerWhenLimited(c, services, route)) ?? route.serve(c, services);
      });
    }
    app.all(patternOf(path), (c) => {
      c.set('route', path);
      if (c.req.method === 'OPTIONS') return answerOptions(c, methods);
      c.header('Allow', allowOf(methods));
      throw new Refusal('METHOD_NOT_ALLOWED', `This address does not take that method; it takes ${methods.join(' and ')}.`);
    });
  }
}

function groupByPath(routes: readonly Route[]): Map<string, Route[]> {
  const groups = new Map<string, Route[]>();
  for (const route of routes) groups.set(route.endpoint.path, [...(groups.get(route.endpoint.path) ?? []), route]);
  return groups;
}
