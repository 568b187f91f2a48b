import { callbackRecord, visitorCallback } from '@ringback/contract';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { engagementRecord, visitorView } from '../../src/domain/visitor-view.js';
import { DESIRED, after, scheduledCallback } from './sample-callback.js';

const place = { position: 3, estimatedWaitTime: 120 };
const queued = after({ kind: 'queue' });
const routing = after({ kind: 'queue' }, { kind: 'claim' });
const processing = after({ kind: 'queue' }, { kind: 'claim' }, { kind: 'connected' });
const retrying = after(
  { kind: 'queue' },
  { kind: 'claim' },
  { kind: 'attempt-failed', outcome: 'no-answer', notBefore: DESIRED + 900_000 },
);
const cancelled = after({ kind: 'cancel', actor: { kind: 'customer' } });
const all = [scheduledCallback(), queued, routing, processing, retrying, cancelled];

describe('visitorView', () => {
  it('[QU3] is what the contract says, and no more, in every state', () => {
    for (const callback of all) {
      const view = visitorView(callback, place);
      expect(v.parse(v.strictObject(visitorCallback.entries), JSON.parse(JSON.stringify(view)))).toEqual(view);
      expect(JSON.stringify(view)).not.toContain('Ada');
    }
  });
  it('[QU3] place and wait only while it waits', () => {
    expect(visitorView(queued, place)).toMatchObject({
      state: 'QUEUED',
      position: 3,
      estimatedWaitTime: 120,
      queuedAt: '2026-11-23T13:07:00.000Z',
    });
    for (const callback of [scheduledCallback(), routing, processing, cancelled])
      expect(visitorView(callback, place)).not.toHaveProperty('position');
    expect(visitorView(queued, undefined)).not.toHaveProperty('position');
  });
  it('[CB5] tells of the failed attempt and the next one', () => {
    expect(visitorView(retrying, place)).toMatchObject({
      attempts: 1,
      lastOutcome: 'no-answer',
      nextAttemptAt: '2026-11-23T13:22:00.000Z',
    });
    expect(visitorView(queued, place)).not.toHaveProperty('nextAttemptAt');
    expect(visitorView(routing, undefined).attempts).toBe(1);
  });
  it('[CB6] says what can be done', () => {
    expect(all.map((callback) => visitorView(callback, place)).map(({ canCancel, canReschedule }) => [canCancel, canReschedule])).toEqual([
      [true, true],
      [true, false],
      [true, false],
      [false, false],
      [true, false],
      [false, false],
    ]);
  });
  it('[CB6] gives the reason at the end', () => {
    expect(visitorView(cancelled, undefined)).toMatchObject({ state: 'COMPLETED', reason: 'CANCELLED_BY_CUSTOMER' });
  });
});

describe('engagementRecord', () => {
  it('[CB8] is what the contract says in every state', () => {
    for (const callback of all)
      expect(v.parse(v.strictObject(callbackRecord.entries), engagementRecord(callback, place))).toEqual(engagementRecord(callback, place));
  });
  it('[QU3] place and wait in QUEUED, ROUTING and PROCESSING only, the reason in COMPLETED only', () => {
    expect(engagementRecord(queued, place)).toMatchObject({ positionInQueue: 3, estimatedWaitTime: 120 });
    for (const callback of [routing, processing])
      expect(engagementRecord(callback, undefined)).toMatchObject({ positionInQueue: 0, estimatedWaitTime: 0 });
    expect(engagementRecord(scheduledCallback(), place)).toEqual({
      id: queued.id,
      desiredTime: '2026-11-23T13:07:00.000Z',
      callbackState: 'SCHEDULED',
      phoneNumber: '+12125550123',
    });
    expect(engagementRecord(cancelled, place)).toMatchObject({ callbackReason: 'CANCELLED_BY_CUSTOMER' });
    expect(engagementRecord(cancelled, place)).not.toHaveProperty('positionInQueue');
  });
});
