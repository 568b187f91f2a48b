import { telUriOf, type CallInGroup, type CallbackId, type CreateCallIn, type CreatedCallIn } from '@ringback/contract';
import type { CallbackIn } from '../domain/callback.js';
import { judgeNumber } from '../domain/phone-number.js';
import { readyUntil } from '../domain/push-plan.js';
import { Refusal } from '../domain/refusal.js';
import type { CallInRequest } from '../ports/call-ins.js';
import type { Dependencies } from './dependencies.js';
import { notFound } from './edit-callback.js';
import { tellTurns } from './keep-call-ins.js';
import { requireCaptcha, spendCaptcha } from './require-captcha.js';

/** Who asks; undefined: nobody who is limited. */
interface Asking {
  readonly idempotencyKey: string | undefined;
  readonly address?: string | undefined;
}

/** See `CallInVerbs.createCallIn`. */
export async function createCallIn(deps: Dependencies, request: CreateCallIn, { idempotencyKey, address }: Asking): Promise<CreatedCallIn> {
  const now = deps.clock.now();
  const { callbackServiceId: callbackId } = request;
  // Asked again: by an app that was killed, in two tabs, or because the answer was lost.
  const earlier = await deps.callIns.findLive({ callbackId, idempotencyKey }, now);
  if (earlier) return answerOf(earlier);
  const group = groupOf(deps, request.groupName);
  const fromNumber = request.fromPhoneNumber === undefined ? undefined : judgeNumber(request.fromPhoneNumber, {}).e164;
  const turnUntil = callbackId === undefined ? undefined : await turnOf(deps, callbackId);
  const { captchaToken } = request;
  if (address !== undefined) await requireCaptcha(deps, { token: captchaToken, purpose: 'call-in', idempotencyKey, address });
  // The verifier may have taken its time, which is not the visitor's.
  const createdAt = deps.clock.now();
  const expiresAt = Math.min(createdAt + group.expirySeconds * 1000, turnUntil ?? Number.POSITIVE_INFINITY);
  const result = await deps.callIns.create({
    id: deps.credentials.newCallbackId(now),
    groupName: group.name,
    fromNumber,
    callbackId,
    userData: request.userData ?? {},
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
      return answerOf(result.request);
    case 'repeated':
      return answerOf(result.request);
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

/** CI3: until when somebody may call (epoch ms). @throws Refusal NOT_FOUND, WRONG_STATE */
async function turnOf(deps: Dependencies, id: CallbackId): Promise<number> {
  const callback = await deps.callbacks.find(id);
  if (!callback) throw notFound();
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
  return until;
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

const answerOf = ({ id, toNumber, groupName, expiresAt, accessCode, fromNumber, callbackId }: CallInRequest): CreatedCallIn => ({
  id,
  toPhoneNumber: toNumber,
  groupName,
  expirationTime: expiresAt,
  ...(accessCode !== undefined && { accessCode: Number(accessCode) }),
  ...(fromNumber !== undefined && { fromPhoneNumber: fromNumber }),
  ...(callbackId !== undefined && { callbackServiceId: callbackId }),
  telUri: telUriOf(toNumber, accessCode),
});
