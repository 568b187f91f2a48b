import { ENDPOINTS, numberCheckEnvelope, ROLES } from '@ringback/contract';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../src/domain/refusal.js';
import { bootApp, LISTED_ORIGIN, loggedIn, OWN_ORIGIN, posted } from './boot-app.js';
import { NUMBER_CHECK } from './fake-ringback.js';

describe('a number check', () => {
  const BOOKING = { serviceName: 'Sales_VQ', phoneNumber: '+12125550173' };

  it('[SE5] answers 400 with its own code, in words that any client can show, and what is needed to go on', async () => {
    const booted = bootApp();
    booted.ringback.replace({
      createCallback: () =>
        Promise.reject(new Refusal('NUMBER_CHECK_NEEDED', 'This number has to be confirmed first.', { numberCheck: NUMBER_CHECK })),
    });
    const answer = await booted.app.request('/engagement/v3/callbacks/create', posted(BOOKING, { origin: LISTED_ORIGIN }));
    const body: unknown = await answer.json();
    expect(answer.status).toBe(400);
    expect(v.parse(numberCheckEnvelope, body)).toMatchObject({
      status: { code: 7044, message: 'This number has to be confirmed first.' },
      data: { numberCheck: NUMBER_CHECK },
    });
  });

  it.each([
    ['as JSON', { ...BOOKING, numberCheckId: 'check-1', numberCheckCode: '048 213' }],
    ['empty as in forms', { ...BOOKING, numberCheckId: '', numberCheckCode: '' }],
  ])('[SE5] takes its code %s', async (how, body) => {
    const { app, ringback } = bootApp();
    expect((await app.request('/engagement/v3/callbacks/create', posted(body))).status).toBe(200);
    const request = ringback.calls.at(-1)?.given[0] as Record<string, unknown>;
    expect([request['numberCheckId'], request['numberCheckCode']]).toEqual(
      how === 'as JSON' ? ['check-1', '048213'] : [undefined, undefined],
    );
  });

  it.each(['12345', '1234567', 'abcdef', '12345x', 123456])('[SE5] refuses %j as a code', async (numberCheckCode) => {
    const { app } = bootApp();
    expect((await app.request('/engagement/v3/callbacks/create', posted({ ...BOOKING, numberCheckId: 'a', numberCheckCode }))).status).toBe(
      400,
    );
  });

  it('[SE5] has another code sent for whoever asked, and tells no address to the log', async () => {
    const booted = bootApp();
    const answer = await booted.app.request('/visitor/v1/number-checks/resend', posted({ numberCheckId: 'check-1', ...BOOKING }));
    expect(await answer.json()).toMatchObject({ status: { code: 0 }, data: { numberCheck: NUMBER_CHECK } });
    expect(booted.ringback.calls.at(-1)).toMatchObject({
      verb: 'resendCode',
      given: [{ numberCheckId: 'check-1', ...BOOKING }, 'unknown'],
    });
    expect(booted.logText()).not.toMatch(/check-1|2125550173/);
  });
});

describe('help for developers', () => {
  const PATHS = Object.entries({
    testIdentity: { token: 'a.b.c' },
    checkApiKey: { apiKey: 'demo-key' },
    apiErrors: undefined,
    getOrigins: undefined,
  } as const);
  const tried = async (name: string, body: object | undefined, role: (typeof ROLES)[number]): Promise<number> => {
    const { app, ringback } = bootApp();
    const headers = await loggedIn(app);
    ringback.replace({
      session: async () => ({ user: { username: 'rolf', roles: [role], queues: undefined }, csrfToken: headers['x-ringback-csrf'] }),
    });
    const { path, method } = ENDPOINTS[name as keyof typeof ENDPOINTS];
    return (await app.request(path, { method, headers, ...(body && { body: JSON.stringify(body) }) })).status;
  };

  it.each(PATHS.flatMap(([name, body]) => ROLES.map((role) => [name, role, body] as const)))(
    '[SE2] %s is for administrators and developers; somebody who is only %s',
    async (name, role, body) => {
      expect(await tried(name, body, role)).toBe(role === 'administrator' || role === 'developer' ? 200 : 403);
    },
  );

  it('[SE1] a key is tried with the origins of this very service', async () => {
    const booted = bootApp();
    const headers = await loggedIn(booted.app);
    await booted.app.request('/console/v1/api-key-check', {
      method: 'POST',
      headers,
      body: JSON.stringify({ apiKey: 'demo-key', origin: 'https://a.example/x' }),
    });
    expect(booted.ringback.calls.at(-1)).toMatchObject({
      verb: 'checkApiKey',
      given: [{}, { apiKey: 'demo-key', origin: 'https://a.example/x' }, [OWN_ORIGIN]],
    });
    expect(booted.logText()).not.toContain('a.example');
  });
});
