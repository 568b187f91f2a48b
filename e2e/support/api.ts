/** Calls a test makes beside the browser, as another customer or as staff would. */

import type { Desk, SimulatedCallAnswer } from '@ringback/contract';

interface Answer<Data> {
  readonly status: { readonly code: number; readonly message: string };
  readonly data: Data;
}

async function ask<Data>(url: string, init: RequestInit): Promise<{ answer: Answer<Data>; headers: Headers }> {
  const response = await fetch(url, init);
  const answer = (await response.json()) as Answer<Data>;
  if (!response.ok) throw new Error(`${init.method ?? 'GET'} ${url} answered ${response.status}: ${answer.status.message}`);
  return { answer, headers: response.headers };
}

const json = { 'content-type': 'application/json' };

/** Books on `Support_VQ`; without a time as soon as possible. Resolves with the id. */
export async function book(origin: string, phoneNumber: string, desiredTime?: string, captchaToken?: string): Promise<string> {
  const body = JSON.stringify({ serviceName: 'Support_VQ', phoneNumber, desiredTime, captchaToken });
  const { answer } = await ask<{ id: string }>(`${origin}/engagement/v3/callbacks/create`, {
    method: 'POST',
    headers: { ...json, 'x-api-key': 'demo-key' },
    body,
  });
  return answer.data.id;
}

/** Free places of one slot of `Support_VQ`; 0 when it is full. `start` is its UTC instant. */
export async function freePlaces(origin: string, start: string): Promise<number> {
  const query = new URLSearchParams({ startMS: String(Date.parse(start)), numberOfDays: '1', reportBusy: 'true' });
  const { answer } = await ask<{ slots: { utcTime: string; capacity: number }[] }>(
    `${origin}/engagement/v3/callbacks/availability/Support_VQ?${query.toString()}`,
    { headers: { 'x-api-key': 'demo-key' } },
  );
  const slot = answer.data.slots.find(({ utcTime }) => Date.parse(utcTime) === Date.parse(start));
  if (slot === undefined) throw new Error(`There is no slot at ${start}`);
  return slot.capacity;
}

/** A call that the simulator plays: somebody dials a number of ours, and types a code. */
export async function dialNumber(
  origin: string,
  call: { dialedNumber: string; callerNumber: string; callId: string; accessCode?: string },
): Promise<SimulatedCallAnswer> {
  const { answer } = await ask<SimulatedCallAnswer>(`${origin}/visitor/v1/simulated-call`, {
    method: 'POST',
    headers: { ...json, 'x-api-key': 'demo-key' },
    body: JSON.stringify(call),
  });
  return answer.data;
}

/** Of the demo configuration. */
const DEMO_LOGIN = { username: 'admin', password: 'change-me-now' };

/** Somebody of the staff, logged in with the demo login. */
export interface Staff {
  /** Pauses or resumes the virtual agents. */
  pauseSimulator(paused: boolean): Promise<void>;
  /** Somebody has to be ready, a person or a virtual agent, or calls as soon as possible are not offered. */
  goReady(): Promise<void>;
  /** Takes the next waiting callback; it rings from then on. */
  takeNext(): Promise<void>;
  /** The captcha key sets from now on. */
  putCaptcha(keySets: readonly object[]): Promise<void>;
  /** Says how the call in hand went on. */
  report(outcome: 'connected' | 'no-answer' | 'ended'): Promise<void>;
}

export async function logIn(origin: string): Promise<Staff> {
  const { answer, headers } = await ask<{ csrfToken: string }>(`${origin}/console/v1/session`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify(DEMO_LOGIN),
  });
  const cookie = headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const signed = { ...json, cookie, 'x-ringback-csrf': answer.data.csrfToken };
  const send = async <Data = Desk>(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown): Promise<Data> =>
    (
      await ask<Data>(`${origin}/console/v1/${path}`, {
        method,
        headers: signed,
        body: body === undefined ? undefined : JSON.stringify(body),
      })
    ).answer.data;
  return {
    pauseSimulator: async (paused) => void (await send('PUT', 'simulator', { paused })),
    goReady: async () => void (await send('PUT', 'desk/state', { state: 'ready' })),
    async putCaptcha(value) {
      const { version } = await send<{ version: number }>('GET', 'captcha-key-sets');
      await send('PUT', 'captcha-key-sets', { version, value });
    },
    takeNext: async () => void (await send('POST', 'desk/next', {})),
    report: async (outcome) => {
      const { current } = await send('GET', 'desk');
      if (current === null) throw new Error('The desk holds no call');
      await send('POST', 'desk/outcome', { id: current.id, attempt: current.attempt, outcome });
    },
  };
}
