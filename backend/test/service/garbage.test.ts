import { ENDPOINTS, type Endpoint, type EndpointName } from '@ringback/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectEnvelope, garbageFor } from '../http/garbage.js';
import { type BootedService, bootService, post } from './boot-service.js';

describe('garbage against the whole service, on a real database', () => {
  let booted: BootedService;
  let visitor: Record<string, string>;
  let session: Record<string, string>;
  beforeAll(async () => {
    booted = await bootService();
    const created = (await (
      await post(`${booted.url}/engagement/v3/callbacks/create`, { serviceName: 'Support_VQ', phoneNumber: '+12125550199' })
    ).json()) as {
      data: { visitorToken: string };
    };
    visitor = { authorization: `Bearer ${created.data.visitorToken}` };
    const login = await post(`${booted.url}/console/v1/session`, { username: 'admin', password: 'change-me-now' });
    const { data } = (await login.json()) as { data: { csrfToken: string } };
    session = { cookie: login.headers.get('set-cookie')?.split(';')[0] ?? '', 'x-ringback-csrf': data.csrfToken };
  });
  afterAll(() => booted.end());

  const names = (Object.keys(ENDPOINTS) as EndpointName[]).filter((name) => name !== 'logout');
  it.each(names)('[SE1] %s', async (name) => {
    const endpoint: Endpoint = ENDPOINTS[name];
    // Hashing passwords is slow on purpose.
    const numRuns = name === 'login' ? 5 : 20;
    await fc.assert(
      fc.asyncProperty(garbageFor(endpoint, endpoint.door === 'session' ? session : visitor), async ({ path, body, headers, ...init }) => {
        const sendable = Object.fromEntries(Object.entries(headers).filter(([, item]) => /^[\x20-\xff]*$/.test(item)));
        const response = await fetch(booted.url + path, { ...init, headers: sendable, ...(body === undefined ? {} : { body }) });
        if (response.headers.get('content-type')?.match(/event-stream|csv/)) await response.body?.cancel();
        else expectEnvelope(response.status, await response.text(), { ...init, path, body });
      }),
      { numRuns },
    );
    expect((await fetch(`${booted.url}/readyz`)).status).toBe(200);
  });
});
