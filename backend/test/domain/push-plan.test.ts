import { CALLBACK_REASONS, PUSH_EVENTS, type CallbackId, type PushEvent } from '@ringback/contract';
import { describe, expect, it } from 'vitest';
import { applyEvent, type CallbackEvent } from '../../src/domain/callback-state.js';
import { pushPayloadOf } from '../../src/domain/push-message.js';
import { isStillTrue, mayBeUpcoming, pushOf, upcomingPush, type PushedState } from '../../src/domain/push-plan.js';
import { nextPushTry } from '../../src/domain/push-retry.js';
import { PUSH_LANGUAGES, pushText } from '../../src/domain/push-texts.js';
import { after, DESIRED } from './sample-callback.js';

const MINUTE = 60_000;
const RULES = { callDirection: 'USERTERMINATED', pushedCallbackExpiryMinutes: 15 } as const;
const told = (before: CallbackEvent[], event: CallbackEvent, callDirection: 'USERTERMINATED' | 'USERORIGINATED' = 'USERTERMINATED') =>
  pushOf(applyEvent(after(...before), event, DESIRED), event, { rules: { ...RULES, callDirection }, now: DESIRED })?.event;
const queue: CallbackEvent = { kind: 'queue' };
const claim: CallbackEvent = { kind: 'claim' };
const failed: CallbackEvent = { kind: 'attempt-failed', outcome: 'busy', notBefore: DESIRED + 5 * MINUTE };
const lastFailed: CallbackEvent = { kind: 'finish', reason: 'FAILED_MAX_ATTEMPTS', outcome: 'busy' };

describe('which transition tells what', () => {
  it.each([
    ['queued', [], queue, undefined, undefined],
    ['dialled', [queue], claim, undefined, undefined],
    ['their turn', [queue], { kind: 'ready' }, 'CALLBACK_READY', 'CALLBACK_READY'],
    ['a failed attempt', [queue, claim], failed, 'CALLBACK_ATTEMPT_FAILED', undefined],
    ['the last one', [queue, claim], lastFailed, 'CALLBACK_FINAL_ATTEMPT_FAILED', undefined],
    ['waited too long', [queue], { kind: 'finish', reason: 'PURGED_TIMEOUT' }, 'CALLBACK_PURGED', 'CALLBACK_PURGED'],
    ['end of the day', [queue], { kind: 'finish', reason: 'PURGED_END_OF_DAY' }, 'CALLBACK_PURGED', 'CALLBACK_PURGED'],
    ['did not call in time', [queue], { kind: 'finish', reason: 'PUSH_EXPIRED' }, undefined, undefined],
    ['cancelled', [queue], { kind: 'cancel', actor: { kind: 'customer' } }, undefined, undefined],
    ['hung up', [queue, claim], { kind: 'finish', reason: 'CUSTOMER_ABANDONED', outcome: 'abandoned' }, undefined, undefined],
  ] as [string, CallbackEvent[], CallbackEvent, PushEvent | undefined, PushEvent | undefined][])(
    '[PU1] %s',
    (_, before, event, weDial, theyCall) => {
      expect(told(before, event)).toBe(weDial);
      expect(told(before, event, 'USERORIGINATED')).toBe(theyCall);
    },
  );
});

describe('what is not so any more', () => {
  const state = (change: Partial<PushedState>): PushedState => ({
    state: 'QUEUED',
    reason: undefined,
    attempts: 1,
    ready: false,
    recreated: false,
    callInLives: false,
    hasLiveCallIn: false,
    ...change,
  });
  it.each([
    ['CALLBACK_UPCOMING', { state: 'SCHEDULED' }, true],
    ['CALLBACK_UPCOMING', {}, true],
    ['CALLBACK_UPCOMING', { ready: true }, false],
    ['CALLBACK_UPCOMING', { state: 'ROUTING' }, false],
    ['CALLBACK_READY', { ready: true }, true],
    ['CALLBACK_READY', { ready: true, hasLiveCallIn: true }, false],
    ['CALLBACK_READY', { state: 'ROUTING' }, false],
    ['CALL_IN_READY', { callInLives: true, hasLiveCallIn: true }, true],
    ['CALL_IN_READY', {}, false],
    ['CALL_IN_READY', { state: 'COMPLETED', callInLives: true }, false],
    ['CALLBACK_PURGED', { state: 'COMPLETED', reason: 'PURGED_TIMEOUT' }, true],
    ['CALLBACK_PURGED', { state: 'COMPLETED', reason: 'PURGED_TIMEOUT', recreated: true }, false],
    ['CALLBACK_ATTEMPT_FAILED', {}, true],
    ['CALLBACK_ATTEMPT_FAILED', { attempts: 2 }, false],
    ['CALLBACK_ATTEMPT_FAILED', { state: 'ROUTING' }, false],
    ['CALLBACK_FINAL_ATTEMPT_FAILED', { state: 'COMPLETED', reason: 'FAILED_MAX_ATTEMPTS' }, true],
    ['CALLBACK_FINAL_ATTEMPT_FAILED', { state: 'COMPLETED', reason: 'FAILED_MAX_ATTEMPTS', recreated: true }, false],
  ] as [PushEvent, Partial<PushedState>, boolean][])('[PU3] %s with %j: %s', (event, change, expected) => {
    expect(isStillTrue({ event, attempts: 1 }, state(change))).toBe(expected);
  });

  it('[PU3] a callback that ended another way is told nothing of what was before', () => {
    for (const reason of CALLBACK_REASONS)
      for (const event of PUSH_EVENTS.filter((one) => one !== 'CALLBACK_PURGED' && one !== 'CALLBACK_FINAL_ATTEMPT_FAILED'))
        expect(isStillTrue({ event, attempts: 1 }, state({ state: 'COMPLETED', reason, callInLives: true }))).toBe(false);
  });
});

describe('upcoming', () => {
  const threshold = { pushNotificationThresholdMinutes: 5 };
  it.each([
    ['a wait of ten minutes', { desiredTime: 0, wait: 600 }, true],
    ['a wait of exactly five', { desiredTime: 0, wait: 300 }, true],
    ['a wait below five', { desiredTime: 0, wait: 299 }, false],
    ['an unknown wait', { desiredTime: 0, wait: -1 }, true],
    ['a time in an hour', { desiredTime: 60 * MINUTE, wait: 0 }, true],
    ['a time in two minutes', { desiredTime: 2 * MINUTE, wait: 0 }, false],
  ])('[PU1] %s when it is booked', (_, callback, later) => {
    expect(mayBeUpcoming(callback, threshold, 0)).toBe(later);
  });
  it.each([
    ['near', { desiredTime: 0, wait: 299, purgeAt: undefined }, true],
    ['not near', { desiredTime: 0, wait: 300, purgeAt: undefined }, false],
    ['no forecast', { desiredTime: 0, wait: -1, purgeAt: undefined }, false],
    ['purged before its turn', { desiredTime: 0, wait: 200, purgeAt: 200_000 }, false],
    ['purged after its turn', { desiredTime: 0, wait: 200, purgeAt: 200_001 }, true],
    ['its time is near, the wait is not', { desiredTime: MINUTE, wait: 600, purgeAt: undefined }, false],
  ])('[PU1] %s', (_, callback, tells) => {
    expect(upcomingPush(callback, threshold, 0) !== undefined).toBe(tells);
  });
});

describe('a message', () => {
  it.each(PUSH_LANGUAGES)('[PU2] has words for each event in %s, with number and code filled in', (language) => {
    for (const event of PUSH_EVENTS)
      for (const accessCode of [undefined, '730184']) {
        const { title, body } =
          event === 'CALL_IN_READY'
            ? pushText(language, { event, phoneNumber: '+19059680004', accessCode })
            : pushText(language, { event, callsUs: accessCode !== undefined });
        expect([title.length > 2, body.length > 4, /[{}]/.test(title + body)]).toEqual([true, true, false]);
        if (event === 'CALL_IN_READY')
          expect([body.includes('+19059680004'), body.includes('730184')]).toEqual([true, accessCode !== undefined]);
      }
  });

  it('[PU2] of a language without words is in English', () => {
    for (const language of [undefined, 'tlh', '', 'EN_us'])
      expect(pushText(language, { event: 'CALLBACK_READY', callsUs: true }).title).toBe('It is your turn');
  });

  it('[PU2] never grows beyond what FCM takes: a long address stays behind', () => {
    const callback = { id: '0191f0aa-7c1e-7d33-8a54-3f1f2b0c9d10' as CallbackId, queue: 'é'.repeat(255), language: 'ja' };
    const facts = {
      event: 'CALLBACK_READY',
      callback,
      version: 3,
      attempts: 0,
      expiresAt: DESIRED,
      callIn: undefined,
      callsUs: true,
    } as const;
    const long = pushPayloadOf({ ...facts, url: `https://shop.example/${'ü'.repeat(2000)}` });
    expect([long?.url, Buffer.byteLength(JSON.stringify(long)) < 4096]).toEqual([undefined, true]);
    expect(pushPayloadOf({ ...facts, url: 'https://shop.example/' })?.url).toBe('https://shop.example/');
  });

  it('[PU3] is tried again after 1, 2, 4 seconds and so on, after 5 minutes at most, later if FCM asks, never when it is of no use', () => {
    const pause = (tries: number, retryAfterMs?: number, expiresAt = 10 * 60 * MINUTE) =>
      nextPushTry({ tries, now: 0, expiresAt, retryAfterMs });
    expect([1, 2, 3, 9, 10, 50].map((tries) => pause(tries))).toEqual([1000, 2000, 4000, 256_000, 300_000, 300_000]);
    expect([pause(1, 90_000), pause(1, 24 * 60 * MINUTE), pause(3, 0)]).toEqual([90_000, 60 * MINUTE, 4000]);
    expect(pause(1, undefined, 1000)).toBeUndefined();
  });
});
