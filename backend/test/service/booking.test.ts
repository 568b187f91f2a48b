import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BootedService, NOW, bootService, post } from './boot-service.js';

interface Answer {
  status: { code: number; message: string; corrId: string };
  data: { id?: string; visitorToken?: string; slots?: Record<string, string>; state?: string; position?: number };
}
const answerOf = async (response: Response): Promise<Answer> => (await response.json()) as Answer;
const numberOf = (index: number): string => `+1212555${String(1000 + index)}`;
const iso = (ms: number): string => new Date(ms).toISOString();

let booted: BootedService;
let create: string;
beforeAll(async () => {
  booted = await bootService();
  create = `${booted.url}/engagement/v3/callbacks/create`;
});
afterAll(() => booted.end());

describe('booking over HTTP, on a real database', () => {
  it('[SL7] of 300 simultaneous requests for a slot of 5 exactly 5 succeed; the others are shown free ones', async () => {
    const desiredTime = iso(NOW + 2 * 3_600_000);
    const responses = await Promise.all(
      Array.from({ length: 300 }, (_, index) => post(create, { serviceName: 'Support_VQ', phoneNumber: numberOf(index), desiredTime })),
    );
    const answers = await Promise.all(responses.map(async (response) => ({ http: response.status, ...(await answerOf(response)) })));
    const booked = answers.filter((answer) => answer.http === 200);
    const refused = answers.filter((answer) => answer.http !== 200);
    expect(booked).toHaveLength(5);
    expect(new Set(booked.map((answer) => answer.data.id)).size).toBe(5);
    expect(refused.every((answer) => answer.http === 429 && answer.status.code === 7041)).toBe(true);
    for (const { data } of refused) {
      const slots = Object.entries(data.slots ?? {});
      expect(slots.length).toBeGreaterThan(0);
      expect(slots.length).toBeLessThanOrEqual(10);
      expect(slots.map(([start]) => start)).not.toContain(desiredTime);
      expect(slots.map(([start]) => start)).toEqual(slots.map(([start]) => start).sort());
      expect(slots.every(([start, free]) => start === new Date(start).toISOString() && Number(free) > 0 && typeof free === 'string')).toBe(
        true,
      );
    }
    const availability = await fetch(
      `${booted.url}/engagement/v3/callbacks/availability/Support_VQ?start=${desiredTime}&numberOfDays=1&reportBusy=true`,
      { headers: { 'x-api-key': 'demo-key' } },
    );
    expect((await availability.json()) as unknown).toMatchObject({
      data: { slots: expect.arrayContaining([{ utcTime: desiredTime, capacity: 0, total: 5 }]) as unknown },
    });
  });

  it('[CB1] one idempotency key, many times at once, makes one callback', async () => {
    const send = () => post(create, { serviceName: 'Support_VQ', phoneNumber: numberOf(900) }, { 'idempotency-key': 'opened-panel-1' });
    const answers = await Promise.all((await Promise.all(Array.from({ length: 20 }, send))).map(answerOf));
    expect(new Set(answers.map((answer) => answer.data.id)).size).toBe(1);
    expect(answers.every((answer) => answer.status.code === 0)).toBe(true);
  });

  it('[CB6] a visitor follows, cancels, and cancels again with the token of the booking', async () => {
    const { data } = await answerOf(await post(create, { serviceName: 'Support_VQ', phoneNumber: numberOf(901) }));
    const headers = { authorization: `Bearer ${data.visitorToken}` };
    const stream = await fetch(`${booted.url}/visitor/v1/callback/events?token=${data.visitorToken}`);
    const reader = (stream.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader();
    let seen = '';
    while (!seen.includes('"state":"QUEUED"')) seen += (await reader.read()).value ?? '';
    for (let time = 0; time < 2; time += 1) {
      const cancelled = await fetch(`${booted.url}/visitor/v1/callback/cancel`, { method: 'POST', headers });
      expect((await answerOf(cancelled)).data).toMatchObject({ state: 'COMPLETED' });
    }
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) seen += piece.value;
    expect(seen).toContain('"reason":"CANCELLED_BY_CUSTOMER"');
    const record = await answerOf(await post(`${booted.url}/engagement/v3/callbacks/retrieve`, { id: data.id }));
    expect(record.data).toMatchObject({ id: data.id, callbackState: 'COMPLETED', callbackReason: 'CANCELLED_BY_CUSTOMER' });
  });

  it('[SL8] outside hours, in the past, too far ahead: each its own code', async () => {
    const codeAt = async (serviceName: string, at: number) =>
      (await answerOf(await post(create, { serviceName, phoneNumber: '+12125550188', desiredTime: iso(at) }))).status.code;
    expect(await codeAt('Sales_VQ', Date.UTC(2026, 10, 24, 4, 0))).toBe(7042);
    expect(await codeAt('Support_VQ', NOW - 3_600_000)).toBe(501);
    expect(await codeAt('Support_VQ', NOW + 40 * 86_400_000)).toBe(501);
  });

  it('the desk: log in, be ready, take the next one, report the outcome', async () => {
    const login = await post(`${booted.url}/console/v1/session`, { username: 'admin', password: 'change-me-now' });
    const { data } = (await login.json()) as { data: { csrfToken: string } };
    const headers = {
      cookie: login.headers.get('set-cookie')?.split(';')[0] ?? '',
      'x-ringback-csrf': data.csrfToken,
      'content-type': 'application/json',
    };
    await post(create, { serviceName: 'Support_VQ', phoneNumber: numberOf(902), userData: { firstname: 'Ann' } });
    await fetch(`${booted.url}/console/v1/desk/state`, { method: 'PUT', headers, body: '{"state":"ready"}' });
    const taken = (await (await fetch(`${booted.url}/console/v1/desk/next`, { method: 'POST', headers })).json()) as {
      data: { current: { id: string; attempt: number; telUri: string } };
    };
    expect(taken.data.current.telUri).toMatch(/^tel:\+1212555\d{4}$/);
    const { id, attempt } = taken.data.current;
    const reported = await fetch(`${booted.url}/console/v1/desk/outcome`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ id, attempt, outcome: 'no-answer' }),
    });
    expect((await reported.json()) as unknown).toMatchObject({ status: { code: 0 }, data: { current: null } });
  });

  it('counts what it does', async () => {
    const text = await (await fetch(`${booted.url}/metrics`)).text();
    expect(text).toMatch(/ringback_callbacks\{queue="Support_VQ",state="SCHEDULED"\} 5/);
    expect(text).toMatch(/ringback_callbacks_created_total \d/);
    expect(text).toContain('process_resident_memory_bytes');
    expect(text).toContain('ringback_counts_available 1');
  });
});
