import * as developer from './developer.js';
import type { Endpoint } from './endpoints.js';
import * as identity from './identity.js';

const DEVELOPER = ['administrator', 'developer'] as const;

/** What helps those who connect a site: tokens and keys, tried before a visitor meets them. */
export const DEVELOPER_ENDPOINTS = {
  testIdentity: {
    operationId: 'testIdentity',
    method: 'POST',
    path: '/console/v1/identity/test',
    door: 'session',
    roles: DEVELOPER,
    summary: 'Try a signed identity on the saved keys: whether it holds, what it signs for, and what to mend.',
    body: identity.identityTest,
    data: identity.identityTested,
    refusals: [],
  },
  checkApiKey: {
    operationId: 'checkApiKey',
    method: 'POST',
    path: '/console/v1/api-key-check',
    door: 'session',
    roles: DEVELOPER,
    summary: 'Try an API key, and a page that would use it: whether both are accepted, and what they may do.',
    body: developer.apiKeyCheck,
    data: developer.apiKeyChecked,
    refusals: [],
  },
} as const satisfies Record<string, Endpoint>;
