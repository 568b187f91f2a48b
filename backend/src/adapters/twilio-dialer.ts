import type { Twilio } from 'twilio';
import type { CallReports } from '../ports/call-reports.js';
import type { Attempt, Dialer } from '../ports/dialer.js';
import { type Placed, type PlacementOptions, Placements } from './placements.js';
import { addressOf } from './twilio-addresses.js';

export interface TwilioDialerOptions extends PlacementOptions {
  readonly client: Pick<Twilio, 'calls'>;
  readonly from: string;
  readonly ringSeconds: number;
  readonly maxCallSeconds: number;
  /** Origin that Twilio reaches this service by. */
  readonly publicUrl: string;
  readonly agents: () => number | undefined;
  readonly reports: CallReports;
}

/** After this it may not be the first time that this attempt is placed: another replica may have died over it. */
const FIRST_HAND_MS = 2_000;
/** Their clock and ours may differ by so much. */
const CLOCK_SKEW_MS = 10_000;
const CALLS_LISTED = 50;

/**
 * TE1: outbound calls by Twilio, which tells by requests of its own how they go. Twilio knows no idempotency key. So the
 * name of the call is kept with the attempt as soon as it is known, by us or by Twilio's first request, and whoever can't
 * be sure to be the first looks for the call among Twilio's before making one.
 */
export function twilioDialer(options: TwilioDialerOptions): Dialer {
  const { client, reports } = options;
  const placements = new Placements({ ...options, tryOnce: (attempt, tries) => place(options, attempt, tries) });
  return {
    kind: 'twilio',
    agents: options.agents,
    place: async (attempt) => placements.place(attempt),
    due: (attempt, now) => placements.due(attempt, now),
    hangUp: async (attempt) =>
      placements.drop(attempt, async () => {
        const callRef = (await reports.find(attempt.callbackId, attempt.number))?.callRef;
        if (callRef !== undefined) await client.calls(callRef).update({ status: 'completed' });
      }),
    idle: () => placements.idle(),
    close: () => placements.idle(),
  };
}

async function place(options: TwilioDialerOptions, attempt: Attempt, tries: number): Promise<Placed> {
  const { callbackId, number, startedAt } = attempt;
  const { reports, clock } = options;
  const known = await reports.find(callbackId, number);
  if (known?.callRef !== undefined) return { kind: 'accepted' };
  try {
    const isFirstHand = tries === 1 && clock.now() - startedAt < FIRST_HAND_MS;
    const sid = (isFirstHand ? undefined : await findCall(options, attempt)) ?? (await makeCall(options, attempt));
    await reports.noteCall(callbackId, number, sid);
    return { kind: 'accepted' };
  } catch (error) {
    return twilioFailure(error);
  }
}

async function makeCall({ client, from, ringSeconds, maxCallSeconds, publicUrl }: TwilioDialerOptions, attempt: Attempt): Promise<string> {
  const { sid } = await client.calls.create({
    to: attempt.phone,
    from,
    url: publicUrl + addressOf(attempt, 'answer'),
    method: 'POST',
    statusCallback: publicUrl + addressOf(attempt, 'status'),
    statusCallbackMethod: 'POST',
    statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
    machineDetection: 'Enable',
    timeout: ringSeconds,
    timeLimit: maxCallSeconds,
  });
  return sid;
}

/** A call to this number that began with the attempt and belongs to no other one. */
async function findCall({ client, from, reports }: TwilioDialerOptions, { phone, startedAt }: Attempt): Promise<string | undefined> {
  const recent = await client.calls.list({ to: phone, from, limit: CALLS_LISTED });
  const since = recent.filter(({ dateCreated }) => dateCreated !== null && dateCreated.getTime() >= startedAt - CLOCK_SKEW_MS);
  if (since.length === 0) return undefined;
  const taken = await reports.knownCalls(since.map(({ sid }) => sid));
  return since
    .filter(({ sid }) => !taken.has(sid))
    .toSorted((a, b) => a.dateCreated.getTime() - b.dateCreated.getTime())
    .at(0)?.sid;
}

/** What Twilio finds wrong with a request stays wrong; only too many requests and its own troubles pass. */
export function twilioFailure(error: unknown): Exclude<Placed, { kind: 'accepted' }> {
  const { status, code } = error as { status?: unknown; code?: unknown };
  if (typeof status !== 'number') return { kind: 'failed', reason: typeof code === 'string' ? code : 'no answer' };
  const reason = `HTTP ${status}${typeof code === 'number' ? `, Twilio error ${code}` : ''}`;
  return { kind: status >= 400 && status < 500 && status !== 408 && status !== 429 ? 'refused' : 'failed', reason };
}
