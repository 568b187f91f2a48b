import { toIsoInstant, type CallbackId, type OwnCallback, type ScheduleOwn } from '@ringback/contract';
import { isLocked, judgeAgentBooking, ownerOf, ownershipOf } from '../domain/agent-callback.js';
import { canCancel, canReschedule } from '../domain/callback-state.js';
import { FOR_ANYBODY, type Callback } from '../domain/callback.js';
import { judgeNumber } from '../domain/phone-number.js';
import { Refusal } from '../domain/refusal.js';
import { personOf } from '../domain/person.js';
import { cancelCallback } from './cancel-callback.js';
import { deletionDay, placesFor } from './create-callback.js';
import type { Dependencies } from './dependencies.js';
import { notFound } from './edit-callback.js';
import { queuesOf } from './next-waiting.js';
import { rescheduleCallback } from './reschedule-callback.js';
import type { ConsoleUser } from './ringback.js';
import type { QueueRules } from './site-rules.js';

/** See `AgentVerbs.ownCallbacks`. 1 statement. */
export async function ownCallbacks(deps: Dependencies, { username }: ConsoleUser): Promise<OwnCallback[]> {
  const own = await deps.callbacks.ofAgent(username);
  return own.map((callback) => toOwn(callback, deps.clock.now()));
}

/**
 * See `AgentVerbs.scheduleOwn`. 1 statement. A second open callback of the number is no obstacle: mostly the first one is the
 * conversation in which this one is agreed on.
 */
export async function scheduleOwn(deps: Dependencies, user: ConsoleUser, wish: ScheduleOwn): Promise<OwnCallback> {
  const rules = ownQueue(deps, user, wish.queue);
  const now = deps.clock.now();
  const booking = judgeAgentBooking(rules, wish.desiredTime, now);
  const callback = newCallback(deps, { user, wish, rules, slotStart: booking.slotStart });
  const { kind } = await deps.callbacks.create({
    pushTargets: [],
    upcomingDue: false,
    callback,
    actor: { kind: 'agent', name: user.username },
    cause: 'scheduled by an agent',
    origin: {},
    offeredWait: -1,
    idempotencyKey: undefined,
    onePerNumber: false,
    deleteAfter: deletionDay(wish.desiredTime, rules),
    slotCapacity: placesFor(booking),
    watermark: undefined,
  });
  if (kind !== 'created') throw new Error(`a callback that nothing can refuse was not created: ${kind}`);
  deps.tally.created();
  deps.changes.announce({ callbacks: [callback.id], agents: [user.username] });
  return toOwn(callback, now);
}

/** See `AgentVerbs.rescheduleOwn`. */
export async function rescheduleOwn(deps: Dependencies, user: ConsoleUser, id: CallbackId, desiredTime: number): Promise<OwnCallback> {
  await requireOwn(deps, user, id);
  await rescheduleCallback(deps, id, desiredTime, { kind: 'agent', name: user.username });
  deps.changes.announce({ agents: [user.username] });
  return toOwn(await requireOwn(deps, user, id), deps.clock.now());
}

/** See `AgentVerbs.cancelOwn`. */
export async function cancelOwn(deps: Dependencies, user: ConsoleUser, id: CallbackId): Promise<void> {
  await requireOwn(deps, user, id);
  await cancelCallback(deps, id, { kind: 'agent', name: user.username });
  deps.changes.announce({ agents: [user.username] });
}

async function requireOwn(deps: Dependencies, { username }: ConsoleUser, id: CallbackId): Promise<Callback> {
  const callback = await deps.callbacks.find(id);
  if (!callback || (callback.scheduledBy !== username && callback.owner?.agent !== username)) throw notFound();
  return callback;
}

function ownQueue(deps: Dependencies, user: ConsoleUser, name: string): QueueRules {
  const rules = queuesOf(deps, user).find(({ settings }) => settings.name === name);
  if (rules) return rules;
  throw new Refusal('UNKNOWN_SERVICE', 'This is not a queue that you call back for. Choose one of yours; names are case-sensitive.');
}

interface Parts {
  readonly user: ConsoleUser;
  readonly wish: ScheduleOwn;
  readonly rules: QueueRules;
  readonly slotStart: number;
}

function newCallback(deps: Dependencies, { user, wish, rules, slotStart }: Parts): Callback {
  const { desiredTime, ownership, firstname, lastname, notes } = wish;
  const now = deps.clock.now();
  const said = Object.entries({ firstname, lastname, notes }).filter(([, value]) => value !== undefined && value !== '');
  return {
    ...FOR_ANYBODY,
    state: 'SCHEDULED',
    id: deps.credentials.newCallbackId(now),
    queue: rules.settings.name,
    phone: judgeNumber(wish.phoneNumber, { rule: rules.numberRule }).e164,
    scheduled: true,
    desiredTime,
    slotStart,
    createdAt: now,
    priority: rules.settings.priority,
    language: undefined,
    userData: Object.fromEntries(said),
    attempts: 0,
    lastOutcome: undefined,
    owner: ownerOf(rules, { agent: user.username, ownership, desiredTime }),
    scheduledBy: user.username,
    version: 1,
  };
}

/** A callback as its agent's desk shows it. */
export function toOwn(callback: Callback, now: number): OwnCallback {
  const { id, queue, phone, desiredTime, state, owner } = callback;
  return {
    id,
    queue,
    phoneNumber: phone,
    ...personOf(callback.userData),
    desiredTime: toIsoInstant(desiredTime),
    state,
    ownership: ownershipOf(callback),
    ...(owner?.until !== undefined && { ownedUntil: toIsoInstant(owner.until) }),
    canReschedule: canReschedule(state) && !isLocked(callback, now),
    canCancel: canCancel(state),
  };
}
