import { describe, expect, it } from 'vitest';
import { asked, bootApp, posted } from './boot-app.js';
import { ID, TOKEN } from './fake-ringback.js';

const VENDOR_SENTENCE =
  'ASAP if the request does not include the desiredTime parameter and SCHEDULED if the request has the desiredTime parameter. The parameter is for reporting purposes only.';
const CREATE = '/engagement/v3/callbacks/create';

interface Answer {
  status: { code: number; message: string; corrId: string };
  data?: Record<string, unknown>;
}
const answerOf = async (response: Response): Promise<Answer> => (await response.json()) as Answer;

describe('what the vendor’s clients send (rest-api 11)', () => {
  it('[CB1] the generated client’s bare parameters, its default sentence in cbOfferType included', async () => {
    const { app, ringback } = bootApp();
    const response = await app.request(
      CREATE,
      posted(
        { serviceName: 'Sales_VQ', phoneNumber: '+12123456789', cbOfferType: VENDOR_SENTENCE, language: 'en-US' },
        { accept: 'application/json' },
      ),
    );
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('application/json');
    const { status, data } = await answerOf(response);
    expect(status).toMatchObject({ code: 0, message: 'Successful' });
    expect(status.corrId).toMatch(/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/);
    expect(response.headers.get('x-correlation-id')).toBe(status.corrId);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(data).toEqual({ id: ID, visitorToken: TOKEN });
    expect(ringback.calls[0]?.given[0]).toEqual({ serviceName: 'Sales_VQ', phoneNumber: '+12123456789', language: 'en-US' });
  });

  it('the widget’s form with brackets, a plus for a space and an encoded plus', async () => {
    const { app, ringback } = bootApp();
    const body =
      'serviceName=Sales_VQ&phoneNumber=%2B12123456789&desiredTime=2026-11-23T15%3A30%3A00.000Z&userData%5Bfirstname%5D=Ann+Lee&userData[notes]=a%26b&userData[bad-key]=x&priority=5&alwaysCheckCapacity=true&pushTargets[0][channel]=FCM&pushTargets[0][target]=tok';
    const response = await app.request(CREATE, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8', 'x-api-key': 'demo-key' },
      body,
    });
    expect(response.status).toBe(200);
    expect(ringback.calls[0]?.given[0]).toEqual({
      serviceName: 'Sales_VQ',
      phoneNumber: '+12123456789',
      desiredTime: Date.UTC(2026, 10, 23, 15, 30),
      userData: { firstname: 'Ann Lee', notes: 'a&b' },
      priority: 5,
      alwaysCheckCapacity: true,
      pushTargets: [{ channel: 'FCM', target: 'tok' }],
    });
  });

  it.each(['retrieve', 'cancel'])('a form on /callbacks/%s', async (verb) => {
    const { app } = bootApp();
    const response = await app.request(`/engagement/v3/callbacks/${verb}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-api-key': 'demo-key' },
      body: `id=${ID.toUpperCase()}`,
    });
    expect(response.status).toBe(200);
    expect((await answerOf(response)).data).toMatchObject({ id: ID });
  });

  it('a body without content type is tried as JSON', async () => {
    const { app } = bootApp();
    const body = new TextEncoder().encode(JSON.stringify({ serviceName: 'Sales_VQ', phoneNumber: '+12123456789' }));
    expect((await app.request(CREATE, { method: 'POST', headers: { 'x-api-key': 'demo-key' }, body })).status).toBe(200);
  });

  it.each([
    [
      '/engagement/v3/callbacks/availability/Sales_VQ?start=2026-11-23T00%3A00%3A00.000Z&numberOfDays=1',
      'availability',
      ['Sales_VQ', { start: '2026-11-23T00:00:00.000Z', numberOfDays: 1 }],
    ],
    [
      '/engagement/v3/callbacks/availability/Sales_VQ?startMS=1795430400000&endMS=1795516800000&maxTimeSlots=5&reportBusy=true&timezone=Asia%2FKathmandu',
      'availability',
      ['Sales_VQ', { startMS: 1795430400000, endMS: 1795516800000, maxTimeSlots: 5, reportBusy: true, timezone: 'Asia/Kathmandu' }],
    ],
    ['/engagement/v3/estimated-wait-time?virtual-queues=VQ1%2CVQ%202&mode=mode2', 'estimatedWaitTime', [['VQ1', 'VQ 2'], 'mode2']],
    ['/engagement/v3/estimated-wait-time?virtual-queues=VQ1&include-calls-on-hold=true', 'estimatedWaitTime', [['VQ1'], 'mode2', true]],
    ['/engagement/v3/callbacks/open-for/Sales_VQ?timezone=America%2FNew_York', 'openFor', ['Sales_VQ', { timezone: 'America/New_York' }]],
    ['/engagement/v3/callbacks/queue-status/Sales_VQ', 'queueStatus', ['Sales_VQ']],
  ])('GET with a JSON content type and no body: %s', async (address, verb, given) => {
    const { app, ringback } = bootApp();
    const response = await app.request(address, asked({ 'content-type': 'application/json', accept: 'application/json' }));
    expect(response.status).toBe(200);
    expect(ringback.calls).toEqual([{ verb, given }]);
  });

  it('a name with an encoded slash and a space reaches the service decoded', async () => {
    const { app, ringback } = bootApp();
    const response = await app.request('/engagement/v3/callbacks/queue-status/Sales%2FEast%20VQ', asked());
    expect(response.status).toBe(400);
    expect((await answerOf(response)).status.code).toBe(7040);
    expect(ringback.calls[0]?.given).toEqual(['Sales/East VQ']);
  });

  it('estimated waits come as a true array', async () => {
    const { app } = bootApp();
    const response = await app.request('/engagement/v3/estimated-wait-time?virtual-queues=a,b', asked());
    expect((await answerOf(response)).data).toHaveLength(2);
  });

  it('[QU1] statistics without a body, as the published client asks for them', async () => {
    const { app, ringback } = bootApp();
    const headers = { 'content-type': 'application/json', 'cache-control': 'max-age=15', 'x-api-key': 'demo-key' };
    const response = await app.request('/engagement/v3/statistics/operations/get-statistic-ex', { method: 'POST', headers });
    expect(response.status).toBe(200);
    expect((await answerOf(response)).data).toEqual({ statistics: [] });
    const named = await app.request(
      '/engagement/v3/statistics/operations/get-statistic-ex',
      posted({ statistics: [{ name: 'EstimatedWaitTime', objectId: 'Sales_VQ', objectType: 'Queue' }] }),
    );
    expect((await answerOf(named)).data).toMatchObject({ statistics: [{ name: 'EstimatedWaitTime', value: 90 }] });
    expect(ringback.calls.map(({ given }) => given[0])).toEqual([[], [{ name: 'EstimatedWaitTime', objectId: 'Sales_VQ' }]]);
  });
});
