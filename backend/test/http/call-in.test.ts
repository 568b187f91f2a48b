import { describe, expect, it } from 'vitest';
import { Refusal } from '../../src/domain/refusal.js';
import { bootApp, loggedIn, posted } from './boot-app.js';

const POOL = '/console/v1/call-in-groups/technical_help/numbers?version=0';

describe('the file of a pool', () => {
  const sent = async (body: string, type = 'text/csv', booted = bootApp()) => {
    const headers = { ...(await loggedIn(booted.app)), 'content-type': type };
    return booted.app.request(POOL, { method: 'PUT', headers, body });
  };

  it('[CI1] is taken up to 2 MiB, as CSV only', async () => {
    const line = '+19059680004,Toronto 1\n';
    expect((await sent(line.repeat(10_000), 'text/csv; charset=utf-8')).status).toBe(200);
    expect((await sent('x'.repeat(2 * 1024 * 1024 + 1))).status).toBe(413);
    expect((await sent('{}', 'application/json')).status).toBe(415);
  });

  it('[CI1] is refused with every bad line', async () => {
    const booted = bootApp();
    const problems = [{ line: 3, reason: 'the number is not right' }];
    booted.ringback.replace({
      importCallInPool: () => Promise.reject(new Refusal('INVALID_PARAMETER', 'One line is bad.', { problems })),
    });
    const answer = await sent('x', 'text/csv', booted);
    expect([answer.status, await answer.json()]).toEqual([400, { status: expect.objectContaining({ code: 501 }), data: { problems } }]);
  });
});

describe('who may ask', () => {
  it('[CI4] the match is for the telephony side, never for a page', async () => {
    const { app } = bootApp();
    const body = { criteria: ['dialedNumber'], dialedNumber: '+19059680004' };
    const ask = (headers: Record<string, string>) => app.request('/telephony/v1/call-in/match', posted(body, headers));
    expect((await ask({})).status).toBe(401);
    expect((await ask({ authorization: 'Bearer demo-telephony-secret' })).status).toBe(200);
    expect((await ask({ authorization: 'Bearer demo-telephony-secret', origin: 'https://www.example.com' })).status).toBe(403);
  });

  it('[CI2] the vendor client’s form is taken, and a request without a group refused', async () => {
    const { app, ringback } = bootApp();
    const form = 'groupName=technical_help&userData%5Bpage%5D=help&fromPhoneNumber=%2B12125550111';
    const headers = { 'x-api-key': 'demo-key', 'content-type': 'application/x-www-form-urlencoded', 'idempotency-key': 'k' };
    const path = '/engagement/v3/call-in/requests/create';
    expect((await app.request(path, { method: 'POST', headers, body: form })).status).toBe(200);
    expect(ringback.calls.at(-1)).toMatchObject({
      verb: 'createCallIn',
      given: [{ groupName: 'technical_help', userData: { page: 'help' }, fromPhoneNumber: '+12125550111' }, { idempotencyKey: 'k' }],
    });
    expect((await app.request(path, posted({ fromPhoneNumber: '+12125550111' }))).status).toBe(400);
  });
});
