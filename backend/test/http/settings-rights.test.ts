import { type Endpoint, ROLES, type Role, SETTINGS_ENDPOINTS } from '@ringback/contract';
import { describe, expect, it } from 'vitest';
import { bootApp, loggedIn } from './boot-app.js';

const endpoints = Object.entries(SETTINGS_ENDPOINTS) as [string, Endpoint][];

/** The guide's access table, written down apart from the endpoint table, so that a slip there shows. Nobody else may. */
const MAY: readonly [pattern: RegExp, roles: readonly Role[]][] = [
  [/^changeOwnPassword$/, ROLES],
  [
    /^(?:list|get)(?:BusinessHours|CapacityRules?|NumberRules?|RegionRules?|Regions|CallInGroups?|Queues?|QueueOverviews?)$/,
    ['administrator', 'supervisor', 'developer', 'monitor'],
  ],
  [/^(?:put|delete|test)NumberRule$|^assignRules$/, ['administrator', 'supervisor', 'developer']],
  [/(?:Origins|PushCredentials|CaptchaKeySets|Identity|Webhooks)$/, ['administrator', 'developer']],
  [/./, ['administrator']],
];
const mayOf = (name: string): readonly Role[] => MAY.find(([pattern]) => pattern.test(name))?.[1] ?? [];

describe.each(ROLES)('somebody who is only %s', (role) => {
  it.each(endpoints)('[SE2] may call %s, or is told the role that it needs', async (name, endpoint) => {
    const { app, ringback } = bootApp();
    const headers = await loggedIn(app);
    const user = { username: 'rolf', roles: [role], queues: undefined };
    ringback.replace({ session: async () => ({ user, csrfToken: headers['x-ringback-csrf'] }) });
    const path = endpoint.path.replaceAll(/\{[^}]+\}/g, 'X');
    const response = await app.request(`${path}?version=0`, { method: endpoint.method, headers });
    const { status } = (await response.json()) as { status: { message: string } };
    if (mayOf(name).includes(role)) expect(response.status).not.toBe(403);
    else {
      expect(response.status).toBe(403);
      expect(status.message).toMatch(/^This needs the role /);
    }
  });
});

it.each(endpoints)('[SE2] %s takes nobody without a session, and no change without its token', async (_, endpoint) => {
  const { app } = bootApp();
  const path = `${endpoint.path.replaceAll(/\{[^}]+\}/g, 'X')}?version=0`;
  expect((await app.request(path, { method: endpoint.method })).status).toBe(401);
  if (endpoint.method === 'GET') return;
  const { cookie } = await loggedIn(app);
  expect((await app.request(path, { method: endpoint.method, headers: { cookie } })).status).toBe(403);
});
