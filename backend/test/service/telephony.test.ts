import type { CallbackId, DialRequested } from '@ringback/contract';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { standInReceiver, type StandInReceiver } from '../webhooks/stand-in-receiver.js';
import { bootService, NOW, post, type BootedService } from './boot-service.js';

const DIALER_SECRET = `whsec_${Buffer.from('the dialer of this service').toString('base64')}`;
const HOOK_SECRET = 'the secret of the site owner';

let telephony: StandInReceiver<DialRequested>;
let owner: StandInReceiver;
let service: BootedService;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
  [telephony, owner] = [await standInReceiver<DialRequested>(DIALER_SECRET, () => NOW), await standInReceiver(HOOK_SECRET, () => NOW)];
  service = await bootService({
    config: {
      site: { name: 'test', apiKeys: ['demo-key'], webhooks: [{ url: owner.url, secret: HOOK_SECRET, allowPrivateAddresses: true }] },
      telephony: { secret: 'the telephony secret' },
      dialer: { adapter: 'webhook', url: telephony.url, secret: DIALER_SECRET, allowPrivateAddresses: true },
    },
  });
});
afterEach(async () => {
  await service.end();
  await Promise.all([telephony.close(), owner.close()]);
  vi.useRealTimers();
});

const bearer = { authorization: 'Bearer the telephony secret' };

/** As a telephony system does that knows only the standard's library. */
async function report(id: CallbackId, type: string, reportId: string): Promise<unknown> {
  const body = JSON.stringify({ type });
  const signature = new Webhook(DIALER_SECRET).sign(reportId, new Date(NOW), body);
  const headers = { 'webhook-id': reportId, 'webhook-timestamp': String(Math.floor(NOW / 1000)), 'webhook-signature': signature };
  const response = await fetch(`${service.url}/telephony/v1/callbacks/${id}/attempts/1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  expect(response.status).toBe(200);
  return ((await response.json()) as { data: unknown }).data;
}

it('[TE1][TE2] an IVR books, an agent is ready, the dialer is asked, reports, and the site owner is told of every step', async () => {
  const booked = await post(
    `${service.url}/telephony/v1/callbacks`,
    { serviceName: 'Support_VQ', phoneNumber: '+12125550123', queuedSince: new Date(NOW - 60_000).toISOString(), skills: 'english>5' },
    bearer,
  );
  const { data } = (await booked.json()) as { data: { id: CallbackId } };
  const ready = await fetch(`${service.url}/telephony/v1/agents/ann`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', ...bearer },
    body: JSON.stringify({ state: 'ready', skills: { english: 7 } }),
  });
  expect(ready.status).toBe(200);
  await telephony.arrived(1);
  expect(telephony.received[0]?.body).toMatchObject({ type: 'dial.requested', callbackId: data.id, attempt: 1 });
  expect(await report(data.id, 'ringing', 'r1')).toMatchObject({ applied: true, state: 'ROUTING' });
  expect(await report(data.id, 'answered', 'r2')).toMatchObject({ applied: true, state: 'PROCESSING' });
  expect(await report(data.id, 'answered', 'r2')).toMatchObject({ applied: false });
  expect(await report(data.id, 'ended', 'r3')).toMatchObject({ applied: true, state: 'COMPLETED' });
  await owner.arrived(4);
  expect(owner.received.map(({ body }) => body.type)).toEqual([
    'callback.queued',
    'callback.routing',
    'callback.processing',
    'callback.completed',
  ]);
  expect([telephony.refused, owner.refused]).toEqual([0, 0]);
  const metrics = await (await fetch(`${service.url}/metrics`)).text();
  expect(metrics).toContain('ringback_dial_requests_total{result="accepted"} 1');
  expect(metrics).toContain('ringback_dial_reports_total{type="answered"} 1');
  expect(metrics).toContain('ringback_webhook_tries_total{result="delivered"} 4');
});
