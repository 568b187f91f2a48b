import { toIsoInstant, type CallInMatch, type CallInMatched, type CallInRecord, type MatchFailure } from '@ringback/contract';
import { judgeMatch, outcomeName, type MatchedCriteria } from '../domain/call-in-match.js';
import type { Callback } from '../domain/callback.js';
import { withLater } from '../domain/identity.js';
import { dialledCode, dialledNumber } from '../domain/dialled-text.js';
import type { CallInRequest, InboundCall } from '../ports/call-ins.js';
import type { Dependencies } from './dependencies.js';
import { writeEdit } from './edit-callback.js';
import { queueOfGroup } from './site-rules.js';

const NONE: MatchedCriteria = { accessCode: false, callerNumber: false, dialedNumber: false };
/** Others who match or purge the same in the same moment. */
const MOST_ROUNDS = 5;

/** CI4: codes that one call may try. */
const TRIES_PER_CALL = 5;
/** SE3: codes that one caller may try in an hour, over all calls; and all who withhold their number, of one number dialled. */
const TRIES_PER_CALLER = 20;
const TRIES_OF_ANONYMOUS = 100;
const HOUR_MS = 3_600_000;
/** How long a call is remembered that has a name, and one that has none. */
const NAMED_CALL_MS = 4 * HOUR_MS;
const NAMELESS_CALL_MS = 300_000;

interface Call extends InboundCall {
  readonly criteria: CallInMatch['criteria'];
  readonly callRef: string | undefined;
}

/** See `CallInVerbs.matchCallIn`. */
export async function matchCallIn(deps: Dependencies, asked: CallInMatch): Promise<CallInMatched> {
  const call = callOf(asked);
  const earlier = call.callRef === undefined ? undefined : await deps.callIns.findByCall(call.callRef, deps.clock.now());
  if (earlier) return answerMatched(deps, call, { request: earlier, triesLeft: TRIES_PER_CALL });
  const triesLeft = await countTry(deps, call);
  if (triesLeft === undefined) return answerFailed('too-many-tries', { held: NONE, triesLeft: 0 });
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const found = await deps.callIns.lookUp(chosenOf(call), deps.clock.now());
    const verdict = judgeMatch(call.criteria, found);
    if (verdict.kind === 'failed') return answerFailed(verdict.failure, { held: found.partly, triesLeft });
    if (await take(deps, verdict.request, call)) return answerMatched(deps, call, { request: verdict.request, triesLeft });
  }
  throw new Error('a call-in request kept changing while it was being matched');
}

/** Absent and null are the same. */
const given = (text: string | null | undefined, read: (text: string) => string): string | undefined =>
  typeof text === 'string' ? read(text) : undefined;

function callOf({ accessCode, callerNumber, dialedNumber, criteria, callId }: CallInMatch): Call {
  return {
    criteria,
    accessCode: given(accessCode, dialledCode),
    callerNumber: given(callerNumber, dialledNumber),
    dialedNumber: given(dialedNumber, dialledNumber),
    callRef: callId ?? undefined,
  };
}

/** What is not chosen is not looked at. */
const chosenOf = ({ criteria, accessCode, callerNumber, dialedNumber: dialled }: Call): InboundCall => ({
  accessCode: criteria.includes('accessCode') ? accessCode : undefined,
  callerNumber: criteria.includes('callerNumber') ? callerNumber : undefined,
  dialedNumber: criteria.includes('dialedNumber') ? dialled : undefined,
});

/** Resolves with the tries that this call has left, undefined when it has none. */
async function countTry({ requests, clock }: Dependencies, call: Call): Promise<number | undefined> {
  if (!call.criteria.includes('accessCode')) return TRIES_PER_CALL;
  const now = clock.now();
  const hour = Math.floor(now / HOUR_MS);
  const { callerNumber: caller, dialedNumber: dialled = '' } = call;
  const made = await requests.number({ ...stretchOf(call, now, (text) => requests.keyOf(text)), most: TRIES_PER_CALL });
  const allowed = await requests.count({
    key: requests.keyOf(`call-in caller ${caller ?? `of ${dialled}`} ${hour}`),
    endsAt: (hour + 1) * HOUR_MS,
    most: caller === undefined ? TRIES_OF_ANONYMOUS : TRIES_PER_CALLER,
  });
  return made === undefined || !allowed ? undefined : TRIES_PER_CALL - made;
}

function stretchOf({ callRef, callerNumber = '', dialedNumber: dialled = '' }: Call, now: number, keyOf: (text: string) => Uint8Array) {
  if (callRef !== undefined) return { key: keyOf(`call-in call ${callRef}`), endsAt: now + NAMED_CALL_MS };
  const stretch = Math.floor(now / NAMELESS_CALL_MS);
  return { key: keyOf(`call-in call ${callerNumber} ${dialled} ${stretch}`), endsAt: (stretch + 1) * NAMELESS_CALL_MS };
}

/** Resolves with whether the request is this call's now. */
async function take(deps: Dependencies, { id, callbackId }: CallInRequest, { callerNumber, callRef }: Call): Promise<boolean> {
  if (callbackId === undefined) {
    const matched = await deps.callIns.match(id, { at: deps.clock.now(), callerNumber, callRef });
    if (matched) deps.changes.announce({ callbacks: [id] });
    return matched;
  }
  const callback = await deps.callbacks.find(callbackId);
  if (callback?.state !== 'QUEUED') return false;
  const { dialer, replica } = deps;
  const result = await writeEdit(deps, callback, {
    event: { kind: 'called-in' },
    actor: { kind: 'dialer', name: dialer.kind },
    cause: 'the customer has called',
    attempt: { kind: 'begun', dialer: dialer.kind, replica, inbound: true },
    calledIn: { requestId: id, callerNumber, callRef },
  });
  return result !== 'stale';
}

async function answerMatched(
  deps: Dependencies,
  { criteria, callerNumber }: Call,
  { request, triesLeft }: { request: CallInRequest; triesLeft: number },
): Promise<CallInMatched> {
  const callback = request.callbackId === undefined ? undefined : await deps.callbacks.find(request.callbackId);
  const held = { ...NONE, ...Object.fromEntries(criteria.map((criterion) => [criterion, true])) };
  return {
    matched: true,
    outcome: { ...held, name: outcomeName(held) },
    request: { ...recordView(request), state: 'MATCHED', ...(callerNumber !== undefined && { callerNumber }) },
    callback: callback
      ? {
          id: callback.id,
          serviceName: callback.queue,
          phoneNumber: callback.phone,
          desiredTime: toIsoInstant(callback.desiredTime),
          attempt: request.attempt ?? ('attempt' in callback ? callback.attempt : callback.attempts + 1),
        }
      : null,
    routing: routingOf(deps, request, callback),
    userData: withLater(callback?.userData, request.userData),
    failure: null,
    triesLeft,
  };
}

/** An immediate call-in goes to the queue that uses its group, if there is one. */
function routingOf({ site }: Dependencies, { groupName }: CallInRequest, callback: Callback | undefined): CallInMatched['routing'] {
  const rules = callback ? site.served.get(callback.queue) : queueOfGroup(site, groupName);
  const queue = callback?.queue ?? rules?.settings.name;
  if (queue === undefined) return null;
  return {
    queue,
    priority: callback?.priority ?? rules?.settings.priority ?? 0,
    skillExpression: callback?.skillExpression ?? rules?.settings.skillExpression ?? null,
  };
}

const answerFailed = (failure: MatchFailure, { held, triesLeft }: { held: MatchedCriteria; triesLeft: number }): CallInMatched => ({
  matched: false,
  outcome: { ...held, name: outcomeName(held) },
  request: null,
  callback: null,
  routing: null,
  userData: null,
  failure,
  triesLeft,
});

/** One request as the console and the telephony side see it. */
export const recordView = (request: CallInRequest): CallInRecord => ({
  id: request.id,
  groupName: request.groupName,
  state: request.state,
  toPhoneNumber: request.toNumber,
  ...(request.accessCode !== undefined && { accessCode: request.accessCode }),
  ...(request.fromNumber !== undefined && { fromPhoneNumber: request.fromNumber }),
  ...(request.callbackId !== undefined && { callbackServiceId: request.callbackId }),
  createdAt: toIsoInstant(request.createdAt),
  expiresAt: toIsoInstant(request.expiresAt),
  ...(request.matchedAt !== undefined && { matchedAt: toIsoInstant(request.matchedAt) }),
  ...(request.callerNumber !== undefined && { callerNumber: request.callerNumber }),
});
