import type { CallbackId, E164 } from '@ringback/contract';
import { applyEvent, type CallbackEvent } from '../../src/domain/callback-state.js';
import { FOR_ANYBODY, type Callback, type CallbackIn } from '../../src/domain/callback.js';
import { at } from './sample-hours.js';

const CREATED = at('2026-11-21T10:00:00Z');
export const DESIRED = at('2026-11-23T13:07:00Z');

export const scheduledCallback = (change: Partial<CallbackIn<'SCHEDULED'>> = {}): CallbackIn<'SCHEDULED'> => ({
  id: '0191f0aa-7c1e-7d33-8a54-3f1f2b0c9d10' as CallbackId,
  queue: 'Support_VQ',
  phone: '+12125550123' as E164,
  scheduled: true,
  desiredTime: DESIRED,
  slotStart: at('2026-11-23T13:00:00Z'),
  createdAt: CREATED,
  priority: 0,
  language: 'en-US',
  userData: { firstname: 'Ada' },
  attempts: 0,
  lastOutcome: undefined,
  ...FOR_ANYBODY,
  version: 1,
  state: 'SCHEDULED',
  ...change,
});

/** The sample callback after these events, all at its desired time. */
export const after = (...events: CallbackEvent[]): Callback =>
  events.reduce<Callback>((callback, event) => applyEvent(callback, event, DESIRED), scheduledCallback());
