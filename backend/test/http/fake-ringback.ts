import type { CallbackId, Desk, NumberCheck, VisitorCallback } from '@ringback/contract';
import { Refusal } from '../../src/domain/refusal.js';
import { fakeManaging } from './fake-managing.js';
import type { ConsoleUser, Ringback } from '../../src/usecases/ringback.js';
import { fakeCallIn } from './fake-call-in.js';
import { createFakeAgents } from './fake-agents.js';
import { createFakeSettings } from './fake-settings.js';
import { createFakeTelephony } from './fake-telephony.js';

export const ID = '0191f0aa-7c1e-7d33-8a54-3f1f2b0c9d10' as CallbackId;
export const TOKEN = 'visitor-token-of-the-fake';
/** A check whose code is on its way. */
export const NUMBER_CHECK: NumberCheck = {
  id: 'id-of-a-check',
  way: 'sms',
  digits: 6,
  triesLeft: 5,
  expiresAt: '2026-11-23T15:40:00.000Z',
  resendAfter: 30,
};
export const SLOT = Date.UTC(2026, 10, 23, 15, 30);

/** A fake: holds one callback and one agent in memory, so that the border can be tested without a database. */
export interface FakeRingback extends Ringback {
  /** What the use cases were given, newest last. */
  readonly calls: { readonly verb: string; readonly given: readonly unknown[] }[];
  /** Changes the one callback and tells its listeners. */
  change(change: Partial<VisitorCallback>): void;
  /** Listeners of the one callback. */
  readonly listeners: number;
  /** Makes a verb do something else. */
  replace(verbs: Partial<Ringback>): void;
}

const QUEUES = ['Sales_VQ', 'Support_VQ'];
const AGENT: ConsoleUser = { username: 'admin', roles: ['administrator', 'agent'], queues: undefined };

const firstCallback = (): VisitorCallback => ({
  id: ID,
  serviceName: 'Support_VQ',
  phoneNumber: '+12125550111',
  state: 'QUEUED',
  scheduled: false,
  desiredTime: '2026-11-23T15:30:00.000Z',
  createdAt: '2026-11-23T15:30:00.000Z',
  queuedAt: '2026-11-23T15:30:00.000Z',
  position: 2,
  estimatedWaitTime: 90,
  attempts: 0,
  canCancel: true,
  canReschedule: false,
  version: 1,
});

const emptyDesk = (): Desk => ({
  agent: { username: 'admin', state: 'ready', callsToday: 0, averageCallSeconds: 0 },
  waiting: [],
  waitingCount: 0,
  current: null,
  simulator: { paused: false, agents: 2, busy: 0 },
});

function requireQueue(name: string): void {
  if (!QUEUES.includes(name)) throw new Refusal('UNKNOWN_SERVICE', 'There is no queue of this name; check serviceName.');
}

function requireKnown(id: CallbackId): void {
  if (id !== ID) throw new Refusal('NOT_FOUND', 'There is no callback with this id.');
}

export function createFakeRingback(): FakeRingback {
  const calls: FakeRingback['calls'] = [];
  const listeners = new Set<(callback: VisitorCallback) => void>();
  const sessions = new Map<string, { user: ConsoleUser; csrfToken: string }>();
  let callback = firstCallback();
  const note = (verb: string, ...given: unknown[]): void => void calls.push({ verb, given });
  const fake: FakeRingback = {
    ...createFakeAgents(note, ID),
    ...createFakeSettings(note),
    ...fakeCallIn(note, () => callback),
    ...createFakeTelephony(note, { id: ID, visitorToken: TOKEN }),
    ...fakeManaging(note),
    async testCaptchaKeySet(...given) {
      note('testCaptchaKeySet', ...given);
      return { ok: true, message: 'The key set works: the token passes.' };
    },
    async testIdentity(...given) {
      note('testIdentity', ...given);
      return { ok: true, message: 'The token holds.', kid: '2026-11', signedFields: ['phoneNumber'] };
    },
    async checkApiKey(...given) {
      note('checkApiKey', ...given);
      return { ok: true, message: 'The key is accepted.', problems: [], allows: [] };
    },
    async resendCode(...given) {
      note('resendCode', ...given);
      return { numberCheck: NUMBER_CHECK };
    },
    async simulatedMessage(...given) {
      note('simulatedMessage', ...given);
      return { simulated: true, way: 'sms', text: '123456 is your code.' };
    },
    calls,
    get listeners() {
      return listeners.size;
    },
    change(change) {
      callback = { ...callback, ...change, version: callback.version + 1 };
      for (const listener of listeners) listener(callback);
    },
    replace: (verbs) => void Object.assign(fake, verbs),
    limitRequest: async () => ({ states: [], refusal: undefined, mayRepeat: () => false }),
    knownLimit: () => undefined,
    createdBefore: async () => undefined,
    async createCallback(request, context) {
      note('createCallback', request, context);
      requireQueue(request.serviceName);
      if (!/^\+?[\d ()-]{7,20}$/.test(request.phoneNumber)) throw new Refusal('INVALID_PHONE_NUMBER', 'This is not a phone number.');
      return { id: ID, visitorToken: TOKEN };
    },
    async retrieveCallback(id) {
      note('retrieveCallback', id);
      requireKnown(id);
      return {
        id,
        desiredTime: callback.desiredTime,
        callbackState: callback.state,
        phoneNumber: callback.phoneNumber,
        positionInQueue: 2,
        estimatedWaitTime: 90,
      };
    },
    async cancelCallback(id, actor) {
      note('cancelCallback', id, actor);
      requireKnown(id);
    },
    async rescheduleCallback(id, desiredTime, actor) {
      note('rescheduleCallback', id, desiredTime, actor);
    },
    async availability(serviceName, query) {
      note('availability', serviceName, query);
      requireQueue(serviceName);
      return {
        slots: [{ utcTime: '2026-11-23T15:30:00.000Z', capacity: 4, total: 5 }],
        durationMin: 15,
        timezone: query.timezone ?? 'UTC',
      };
    },
    async openFor(name, query) {
      note('openFor', name, query);
      requireQueue(name);
      return { openFor: 7200 };
    },
    async statistics({ statistics: asked }) {
      note('statistics', asked);
      return { statistics: asked.map((one) => ({ ...one, objectType: 'Queue', timestamp: SLOT, value: 90 })) };
    },
    async queueStatus(queue) {
      note('queueStatus', queue);
      requireQueue(queue);
      return { ewt: 90, offerImmediateCallback: true, offerScheduledCallback: true };
    },
    async estimatedWaitTime(queues, mode, includeCallsOnHold) {
      note('estimatedWaitTime', queues, mode, ...(includeCallsOnHold ? [true] : []));
      return queues.map((virtualQueue) => ({
        virtualQueue,
        estimatedWaitTime: -1,
        message: 'No interaction yet.',
        resultCode: -1 as const,
      }));
    },
    async offers(serviceName) {
      note('offers', serviceName);
      requireQueue(serviceName);
      return {
        serviceName,
        timeZone: 'UTC',
        open: true,
        openFor: 7200,
        immediate: { offered: true, estimatedWaitTime: 90, waiting: 1 },
        scheduled: { offered: true, slotDurationMinutes: 15, maxAdvanceDays: 30 },
      };
    },
    async verifyVisitorToken(token) {
      if (token !== TOKEN) throw new Refusal('NOT_AUTHENTICATED', 'This visitor token is not valid any more.');
      return ID;
    },
    visitorCallback: async () => callback,
    async watchCallback(id, listener) {
      note('watchCallback', id);
      listeners.add(listener);
      listener(callback);
      return () => listeners.delete(listener);
    },
    async login(username, password) {
      if (username !== 'admin' || password !== 'change-me-now') throw new Refusal('NOT_AUTHENTICATED', 'User name or password is wrong.');
      const sessionToken = `session-${sessions.size + 1}`;
      sessions.set(sessionToken, { user: AGENT, csrfToken: `csrf-of-${sessionToken}` });
      return { sessionToken };
    },
    session: async (token) => sessions.get(token),
    logout: async (token) => void sessions.delete(token),
    async desk(user) {
      note('desk', user);
      return emptyDesk();
    },
    async watchDesk(user, listener) {
      note('watchDesk', user);
      listener(emptyDesk());
      return () => undefined;
    },
    async setDeskState(user, state) {
      note('setDeskState', user, state);
    },
    async takeNext(user) {
      note('takeNext', user);
    },
    async reportOutcome(user, report) {
      note('reportOutcome', user, report);
    },
    async setSimulatorPaused(user, paused) {
      note('setSimulatorPaused', user, paused);
    },
    ready: async () => true,
  };
  return fake;
}
