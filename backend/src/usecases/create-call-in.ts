import { telUriOf, type CallInGroup, type CallbackId, type CreateCallIn, type CreatedCallIn } from '@ringback/contract';
import type { Callback, CallbackIn } from '../domain/callback.js';
import { readyUntil } from '../domain/push-plan.js';
import { Refusal } from '../domain/refusal.js';
import type { CallInRequest } from '../ports/call-ins.js';
import type { Dependencies } from './dependencies.js';
import { tellTurns } from './keep-call-ins.js';
import { proveCaller, type Asking, type Proven } from './prove-caller.js';
import { spendCaptcha } from './require-captcha.js';
import { queueOfGroup, type QueueRules } from './site-rules.js';

/** See `CallInVerbs.createCallIn`. */
export async function createCallIn(deps: Dependencies, request: CreateCallIn, asking: Asking): Promise<CreatedCallIn> {
  const { callbackServiceId: callbackId } = request;
  // Asked again: by an app that was killed, in two tabs, or because the answer was lost.
  const earlier = await deps.callIns.findLive({ callbackId, idempotencyKey: asking.idempotencyKey }, deps.clock.now());
  if (earlier) return answerOf(deps, earlier);
  const group = groupOf(deps, request.groupName);
  const turn = callbackId === undefined ? undefined : await turnOf(deps, callbackId);
  const rules = turn?.rules ?? queueOfGroup(deps.site, group.name);
  const caller = await proveCaller(deps, { request, callback: turn?.callback, rules }, asking);
  try {
    return await write(deps, { request, group, caller, turnUntil: turn?.until }, asking);
  } catch (error) {
    if (error instanceof Refusal) await caller.check?.giveBack();
    throw error;
  }
}

interface Parts {
  readonly request: CreateCallIn;
  readonly group: CallInGroup;
  readonly caller: Proven;
  /** Epoch ms. */
  readonly turnUntil: number | undefined;
}

async function write(deps: Dependencies, parts: Parts, { idempotencyKey }: Asking): Promise<CreatedCallIn> {
  const { group, caller, turnUntil, request } = parts;
  const { callbackServiceId: callbackId, captchaToken } = request;
  // The verifier may have taken its time, which is not the visitor's.
  const createdAt = deps.clock.now();
  const expiresAt = Math.min(createdAt + group.expirySeconds * 1000, turnUntil ?? Number.POSITIVE_INFINITY);
  const result = await deps.callIns.create({
    id: deps.credentials.newCallbackId(createdAt),
    groupName: group.name,
    fromNumber: caller.fromNumber,
    callbackId,
    userData: caller.userData,
    createdAt,
    expiresAt,
    uniqueDnis: group.uniqueDnis,
    codeLength: group.accessCode?.length,
    idempotencyKey,
    push: callbackId === undefined ? undefined : { event: 'CALL_IN_READY', expiresAt },
  });
  switch (result.kind) {
    case 'created':
      await spendCaptcha(deps, captchaToken);
      if (callbackId !== undefined) await announce(deps, callbackId);
      return answerOf(deps, result.request);
    case 'repeated':
      return answerOf(deps, result.request);
    case 'no-number':
      throw new Refusal(
        'TOO_MANY_REQUESTS',
        'Too many requests: all numbers to call are in use at the moment. Try again in a few seconds.',
        {
          retryAfterSeconds: group.expirySeconds,
        },
      );
    case 'stale':
      throw over();
  }
}

async function announce({ callbacks, changes }: Dependencies, id: CallbackId): Promise<void> {
  const callback = await callbacks.find(id);
  if (callback) changes.announce({ callbacks: [id], queues: [callback.queue] });
}

function groupOf({ site }: Dependencies, name: string): CallInGroup {
  const group = site.effective.config.callInGroups.find((one) => one.name === name);
  if (group) return group;
  throw new Refusal(
    'INVALID_PARAMETER',
    `groupName: there is no call-in group named "${name.slice(0, 100)}". Check the spelling; names are case-sensitive.`,
  );
}

interface Turn {
  readonly callback: Callback;
  readonly rules: QueueRules;
  /** Epoch ms; until then they may call. */
  readonly until: number;
}

/** CI3: whose turn it is. @throws Refusal INVALID_PARAMETER (of this operation the vendor knows no 404), WRONG_STATE */
async function turnOf(deps: Dependencies, id: CallbackId): Promise<Turn> {
  const callback = await deps.callbacks.find(id);
  if (!callback)
    throw new Refusal('INVALID_PARAMETER', 'callbackServiceId: there is no such callback, or it is no longer kept. Request a new one.');
  const rules = deps.site.served.get(callback.queue);
  if (rules?.settings.callDirection !== 'USERORIGINATED')
    throw new Refusal('WRONG_STATE', 'On this queue we call you. Keep your phone at hand; there is no number to call.');
  if (callback.state === 'ROUTING' || callback.state === 'PROCESSING')
    throw new Refusal('WRONG_STATE', 'Your call has been found already. Stay on the line.');
  if (callback.state === 'COMPLETED') throw over();
  const since = callback.state === 'QUEUED' ? await readySince(deps, callback) : undefined;
  if (since === undefined)
    throw new Refusal(
      'WRONG_STATE',
      'It is not your turn yet. You are told as soon as it is; keep this open, or wait for the push message.',
    );
  const until = readyUntil(since, rules.settings);
  if (until <= deps.clock.now()) throw over();
  return { callback, rules, until };
}

/** Whoever asks in the very moment in which it becomes their turn need not ask again. */
async function readySince(deps: Dependencies, callback: CallbackIn<'QUEUED'>): Promise<number | undefined> {
  if (callback.readyAt !== undefined) return callback.readyAt;
  const rules = deps.site.served.get(callback.queue);
  if (!rules || (await tellTurns(deps, rules)) === 0) return undefined;
  const again = await deps.callbacks.find(callback.id);
  return again?.state === 'QUEUED' ? again.readyAt : undefined;
}

const over = (): Refusal => new Refusal('WRONG_STATE', 'This request has ended, or its time is over. Ask for a new callback.');

/** For so long after its end the visitor may still ask what has become of it. */
const TOKEN_MS = 3_600_000;

async function answerOf(deps: Dependencies, request: CallInRequest): Promise<CreatedCallIn> {
  const { id, toNumber, groupName, createdAt, expiresAt, accessCode, fromNumber, callbackId } = request;
  const common = {
    id,
    toPhoneNumber: toNumber,
    groupName,
    expirationTime: expiresAt,
    ...(accessCode !== undefined && { accessCode: Number(accessCode) }),
    ...(fromNumber !== undefined && { fromPhoneNumber: fromNumber }),
    telUri: telUriOf(toNumber, accessCode),
  };
  if (callbackId !== undefined) return { ...common, callbackServiceId: callbackId };
  return { ...common, visitorToken: await deps.tokens.sign(id, { issuedAt: createdAt, expiresAt: expiresAt + TOKEN_MS }) };
}
