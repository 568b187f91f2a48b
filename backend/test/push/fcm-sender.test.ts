import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CallbackId, PushPayload } from '@ringback/contract';
import { fcmSender } from '../../src/adapters/fcm-sender.js';
import type { PushAccount } from '../../src/ports/push-sender.js';
import { standInFcm, type FcmAnswer, type StandInFcm } from './stand-in-fcm.js';

const NOW = Date.parse('2026-11-23T13:00:00.000Z');
const clock = { now: () => NOW };
const payload: PushPayload = {
  event: 'CALLBACK_READY',
  callbackId: '0191f0aa-7c1e-7d33-8a54-3f1f2b0c9d10' as CallbackId,
  queue: 'Q',
  title: 'It is your turn',
  body: 'Get the number.',
  v: '1',
};
let fcm: StandInFcm;
beforeEach(async () => void (fcm = await standInFcm(clock.now)));
afterEach(() => fcm.close());

const account = (change: Partial<PushAccount> = {}): PushAccount => ({ ...(fcm.account as unknown as PushAccount), ...change });
const send = (sender = fcmSender({ clock }), to = account()) => sender.send(to, { token: 'device', payload, expiresAt: NOW + 60_000 });

describe('one try', () => {
  it.each([
    [undefined, 'delivered', undefined],
    ['UNREGISTERED', 'unregistered', undefined],
    ['INVALID_TOKEN', 'unregistered', undefined],
    ['SENDER_ID_MISMATCH', 'refused', undefined],
    ['INVALID_ARGUMENT', 'refused', undefined],
    ['PERMISSION_DENIED', 'denied', undefined],
    ['QUOTA_EXCEEDED', 'busy', 90_000],
    ['UNAVAILABLE', 'busy', 90_000],
    ['INTERNAL', 'busy', 90_000],
    ['cut', 'failed', undefined],
  ] as [FcmAnswer | undefined, string, number | undefined][])('[PU3] %s is %s', async (answer, kind, retryAfterMs) => {
    fcm.answer(answer, retryAfterMs === undefined ? {} : { retryAfter: '90' });
    const result = await send();
    expect(result.kind).toBe(kind);
    expect('retryAfterMs' in result ? result.retryAfterMs : undefined).toBe(retryAfterMs);
    expect(fcm.complaints).toEqual([]);
  });

  it('[PU3] a server that never answers is given up in time; so is one that is not there', async () => {
    fcm.answer('hang');
    expect((await send(fcmSender({ clock, timeoutMs: 200 }))).kind).toBe('failed');
    expect((await send(fcmSender({ clock }), account({ sendUrl: 'http://127.0.0.1:9/' }))).kind).toBe('failed');
    expect((await send(fcmSender({ clock }), account({ tokenUrl: 'http://127.0.0.1:9/' }))).kind).toBe('failed');
  });

  it('[PU3] one token for many at once; a stop ends what is under way', async () => {
    const sender = fcmSender({ clock });
    await Promise.all(Array.from({ length: 20 }, () => send(sender)));
    expect([fcm.pushed.length, fcm.tokensGiven]).toEqual([20, 1]);
    fcm.answer('hang');
    const asked = new Promise<void>((resolve) => fcm.onAsked(() => resolve()));
    const hanging = send(sender);
    await asked;
    sender.stop();
    expect((await hanging).kind).toBe('failed');
  });

  it('[PU4] a key that can not sign says so, and not what it is', async () => {
    const result = await send(fcmSender({ clock }), account({ privateKey: 'secret nonsense' }));
    expect(result).toMatchObject({ kind: 'denied', reason: expect.not.stringContaining('nonsense') });
  });

  it.each([
    [400, 'denied'],
    [401, 'denied'],
    [429, 'busy'],
    [503, 'busy'],
  ])('[PU3] the token server answers %i: %s', async (status, kind) => {
    fcm.answerToken(status);
    expect((await send()).kind).toBe(kind);
  });
});
