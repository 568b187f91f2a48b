import type { CreateCallIn, E164 } from '@ringback/contract';
import type { Callback } from '../domain/callback.js';
import { judgeNumber } from '../domain/phone-number.js';
import { Refusal } from '../domain/refusal.js';
import { beginCheck, takeCheck, wayOf, type TakenCheck } from './check-number.js';
import type { Dependencies } from './dependencies.js';
import { requireCaptcha } from './require-captcha.js';
import { knowVisitor, type KnownVisitor } from './signed-identity.js';
import type { QueueRules } from './site-rules.js';

/** Who asks; without an address nobody who is limited, or has to show anything. */
export interface Asking {
  readonly idempotencyKey: string | undefined;
  readonly address?: string | undefined;
}

/** A request for a number to call. */
export interface Unproven {
  readonly request: CreateCallIn;
  /** Whose turn it is; undefined: an immediate call-in. */
  readonly callback: Callback | undefined;
  /** Of the queue that the call will go to; undefined: none. */
  readonly rules: QueueRules | undefined;
}

/** A caller of whom nothing more has to be shown. */
export interface Proven {
  /** They will call from it, as far as anybody knows. */
  readonly fromNumber: E164 | undefined;
  readonly userData: Readonly<Record<string, unknown>>;
  /** The number check that is taken for this request. */
  readonly check: TakenCheck | undefined;
}

/**
 * CA1, SE5, WI12: what somebody has to show who asks for a number to call. Whoever asks for that of a callback has shown signature and
 * code with its booking; their token may have run out while they waited, so neither is asked for again.
 */
export async function proveCaller(deps: Dependencies, unproven: Unproven, asking: Asking): Promise<Proven> {
  const { request, callback, rules } = unproven;
  const { signed, userData } = await callerOf(deps, unproven, asking);
  const said = request.fromPhoneNumber ?? (callback ? undefined : signed?.phoneNumber);
  const mustCheck = asking.address !== undefined && rules !== undefined && wayOf(rules) !== undefined && !signed?.isPhoneVerified;
  const rule = rules?.numberRule;
  // Who calls us from where is not the rule's business, unless a message has to reach them.
  const judged = said === undefined ? undefined : judgeNumber(said, mustCheck ? { rule } : { defaultCountry: rule?.defaultCountry }).e164;
  if (!mustCheck || (callback && (judged ?? callback.phone) === callback.phone)) {
    await showCaptcha(deps, request, asking);
    return { fromNumber: judged, userData, check: undefined };
  }
  if (judged === undefined) throw missingNumber();
  return { fromNumber: judged, userData, check: await checkNumber(deps, { rules, request, phone: judged }, asking) };
}

/** Nobody signs for whoever asks for staff or telephony; who waited for their turn is known by the callback. */
async function callerOf(deps: Dependencies, { request, callback, rules }: Unproven, { address }: Asking): Promise<KnownVisitor> {
  const unsigned = { signed: undefined, userData: request.userData ?? {} };
  if (address === undefined) return unsigned;
  const { identity, userData, fromPhoneNumber } = request;
  return knowVisitor(deps, rules?.numberRule, {
    identity,
    userData,
    phoneNumber: fromPhoneNumber ?? callback?.phone,
    isKnownAlready: callback !== undefined,
  });
}

async function showCaptcha(deps: Dependencies, { captchaToken }: CreateCallIn, { address, idempotencyKey }: Asking): Promise<void> {
  if (address !== undefined) await requireCaptcha(deps, { token: captchaToken, purpose: 'call-in', idempotencyKey, address });
}

async function checkNumber(
  deps: Dependencies,
  { rules, request, phone }: { rules: QueueRules; request: CreateCallIn; phone: E164 },
  asking: Asking,
): Promise<TakenCheck> {
  const { numberCheckId, numberCheckCode, language } = request;
  const { idempotencyKey, address = '' } = asking;
  const shown = { phone, numberCheckCode, idempotencyKey, address, language };
  // Such a check began behind the same captcha.
  if (numberCheckId !== undefined) return takeCheck(deps, rules, { ...shown, numberCheckId });
  await showCaptcha(deps, request, asking);
  return beginCheck(deps, rules, { ...shown, numberCheckId });
}

const missingNumber = (): Refusal =>
  new Refusal(
    'INVALID_PHONE_NUMBER',
    'fromPhoneNumber is missing, and this queue checks numbers. Send the number that you will call from.',
  );
