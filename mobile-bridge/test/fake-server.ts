import type { CallbackId, PushPayload } from '@ringback/contract';

interface Place {
  readonly id: CallbackId;
  readonly token: string;
  version: number;
  state: 'QUEUED' | 'PROCESSING' | 'COMPLETED';
  reason?: string;
  readyUntil?: number;
}
interface Issued {
  readonly id: string;
  isMatched?: boolean;
  readonly callbackId: CallbackId | undefined;
  readonly code: number;
  readonly expiresAt: number;
}

const NUMBER_LIVES_MS = 30_000;
const TURN_LIVES_MS = 300_000;
const GROUP = 'technical_help';

/** Stands in for the Ringback server: the calls of a call-in, idempotent as the real ones are. Says what is true at any moment. */
export function createFakeServer(now: () => number, push: (payload: PushPayload) => void) {
  const places = new Map<string, Place>();
  const issued: Issued[] = [];
  const answered = new Map<string, unknown>();
  let count = 0;

  const sendPush = (place: Place, payload: Partial<PushPayload> & Pick<PushPayload, 'event'>): void => {
    count += 1;
    push({
      callbackId: place.id,
      queue: 'App_VQ',
      title: 'Ringback',
      body: 'News',
      messageId: `message-${count}`,
      version: String(place.version),
      v: '1',
      ...payload,
    } as PushPayload);
  };
  const live = (callbackId: CallbackId | undefined): Issued | undefined =>
    callbackId === undefined ? undefined : issued.filter((one) => one.callbackId === callbackId && one.expiresAt > now()).at(-1);
  const change = (place: Place, state: Place['state'], reason?: string): void => {
    Object.assign(place, { state, reason, readyUntil: state === 'QUEUED' ? place.readyUntil : undefined });
    place.version += 1;
  };

  const answers: Record<string, (body: Record<string, unknown>, token: string) => readonly [number, unknown]> = {
    '/engagement/v3/callbacks/create'() {
      count += 1;
      const id = `01920000-0000-7000-8000-${String(count).padStart(12, '0')}` as CallbackId;
      const place: Place = { id, token: `token-${count}`, version: 1, state: 'QUEUED' };
      places.set(place.token, place);
      return [200, { id, visitorToken: place.token }];
    },
    '/engagement/v3/call-in/requests/create'(body) {
      const callbackId = body['callbackServiceId'] as CallbackId | undefined;
      const place = [...places.values()].find(({ id }) => id === callbackId);
      if (callbackId !== undefined && (place?.state !== 'QUEUED' || (place.readyUntil ?? 0) <= now())) return [404, undefined];
      const known = live(callbackId);
      count += 1;
      const one = known ?? { id: `request-${count}`, callbackId, code: 100_000 + count, expiresAt: now() + NUMBER_LIVES_MS };
      if (!known) issued.push(one);
      const telUri = `tel:+19059680004,,${one.code}`;
      if (place && !known)
        sendPush(place, {
          event: 'CALL_IN_READY',
          expiresAt: new Date(one.expiresAt).toISOString(),
          phoneNumber: '+19059680004',
          accessCode: String(one.code),
          telUri,
        } as PushPayload);
      return [
        200,
        {
          id: one.id,
          toPhoneNumber: '+19059680004',
          groupName: GROUP,
          expirationTime: one.expiresAt,
          accessCode: one.code,
          telUri,
          ...(callbackId === undefined ? { visitorToken: one.id } : { callbackServiceId: callbackId }),
        },
      ];
    },
    '/visitor/v1/call-in'(_body, token) {
      const one = issued.find(({ id }) => id === token);
      if (!one) return [404, undefined];
      const state = one.isMatched ? 'MATCHED' : one.expiresAt > now() ? 'WAITING' : 'EXPIRED';
      return [200, { id: one.id, state, expiresAt: new Date(one.expiresAt).toISOString(), version: state === 'WAITING' ? 1 : 2 }];
    },
    '/visitor/v1/callback'(_body, token) {
      const place = places.get(token);
      if (!place) return [404, undefined];
      const { id, state, reason, version, readyUntil } = place;
      return [
        200,
        {
          id,
          serviceName: 'App_VQ',
          phoneNumber: '+12125550134',
          state,
          reason,
          scheduled: false,
          desiredTime: new Date(now()).toISOString(),
          createdAt: new Date(now()).toISOString(),
          attempts: 0,
          canCancel: state !== 'COMPLETED',
          canReschedule: false,
          callIn: { groupName: GROUP, readyUntil: readyUntil === undefined ? undefined : new Date(readyUntil).toISOString() },
          version,
        },
      ];
    },
    '/visitor/v1/callback/cancel'(_body, token) {
      const place = places.get(token);
      if (!place || place.state === 'COMPLETED') return [409, undefined];
      change(place, 'COMPLETED', 'CANCELLED_BY_CUSTOMER');
      return answers['/visitor/v1/callback']!({}, token);
    },
    '/visitor/v1/callback/push-targets': (_body, token) => answers['/visitor/v1/callback']!({}, token),
  };

  return {
    places: () => [...places.values()],
    issued: () => issued,
    /** Whether this code would be taken now. */
    isLive: (code: string | undefined) =>
      issued.some((one) => {
        const place = [...places.values()].find(({ id }) => id === one.callbackId);
        return String(one.code) === code && one.expiresAt > now() && !one.isMatched && (!place || place.state === 'QUEUED');
      }),
    answer(url: string, init: RequestInit): Response {
      const { pathname } = new URL(url);
      const headers = new Headers(init.headers);
      const key = headers.get('idempotency-key');
      const body = (init.body ? JSON.parse(String(init.body)) : {}) as Record<string, unknown>;
      const run = (): readonly [number, unknown] => {
        if (!headers.get('authorization') && !headers.get('x-api-key')) return [401, undefined];
        return answers[pathname]?.(body, (headers.get('authorization') ?? '').replace('Bearer ', '')) ?? [404, undefined];
      };
      const [status, data] = (key ? (answered.get(key) as ReturnType<typeof run> | undefined) : undefined) ?? run();
      if (key && status === 200) answered.set(key, [status, data]);
      return Response.json(
        { status: { code: status === 200 ? 0 : 1, message: status === 200 ? '' : 'Refused, and here is why.', corrId: 'x' }, data },
        { status },
      );
    },
    /** The place comes to the top. */
    makeReady(place: Place) {
      if (place.state !== 'QUEUED' || place.readyUntil !== undefined) return;
      place.readyUntil = now() + TURN_LIVES_MS;
      place.version += 1;
      sendPush(place, { event: 'CALLBACK_READY', expiresAt: new Date(place.readyUntil).toISOString() });
    },
    makeUpcoming: (place: Place) => place.state === 'QUEUED' && sendPush(place, { event: 'CALLBACK_UPCOMING' }),
    purge(place: Place) {
      if (place.state !== 'QUEUED') return;
      change(place, 'COMPLETED', 'PURGED_TIMEOUT');
      sendPush(place, { event: 'CALLBACK_PURGED' });
    },
    /** What the clock does to places on the real server. */
    keepTime() {
      for (const place of places.values())
        if (place.state === 'QUEUED' && place.readyUntil !== undefined && place.readyUntil <= now())
          change(place, 'COMPLETED', 'PUSH_EXPIRED');
    },
    /** The customer dialled, the code was matched. */
    match(place: Place) {
      if (place.state === 'QUEUED' && live(place.id)) change(place, 'PROCESSING');
    },
    /** The same with the newest number that belongs to no place. */
    matchNumber() {
      const one = issued.filter(({ callbackId }) => callbackId === undefined).at(-1);
      if (one && one.expiresAt > now()) one.isMatched = true;
    },
    finish(place: Place) {
      if (place.state === 'PROCESSING') change(place, 'COMPLETED', 'AGENT_CONNECTED');
    },
  };
}
export type FakeServer = ReturnType<typeof createFakeServer>;
