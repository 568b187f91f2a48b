import type { E164, NumberCheck } from '@ringback/contract';
import { addressGroup } from '../domain/address-group.js';
import { codeText } from '../domain/code-texts.js';
import {
  checkNeeded,
  checkView,
  codeExpiry,
  codeRefused,
  drawCode,
  firstFacts,
  resendFrom,
  type CheckFacts,
} from '../domain/number-check.js';
import { judgeNumber } from '../domain/phone-number.js';
import { Refusal } from '../domain/refusal.js';
import type { CodeMessage } from '../ports/code-sender.js';
import type { CheckName } from '../ports/number-checks.js';
import type { Dependencies } from './dependencies.js';
import { queueRules, type QueueRules } from './site-rules.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Unless the configuration says otherwise. */
const CODES_PER_ADDRESS = 30;
const CODES_PER_NUMBER = 10;

type Way = NumberCheck['way'];
type Needs = Pick<Dependencies, 'site' | 'numberChecks' | 'codes' | 'requests' | 'credentials' | 'clock' | 'log'>;

/** What a visitor shows for a number, and from where. */
export interface NumberShown {
  readonly phone: E164;
  readonly numberCheckId: string | undefined;
  readonly numberCheckCode: string | undefined;
  readonly idempotencyKey: string | undefined;
  readonly address: string;
  readonly language: string | undefined;
}

/** A check that is taken for one booking. */
export interface TakenCheck {
  /** The booking came to nothing: the visitor need not type another code. */
  giveBack(): Promise<void>;
}

/** SE5: how a queue has numbers checked; undefined: it does not. */
export const wayOf = ({ settings }: QueueRules): Way | undefined => settings.numberCheck ?? undefined;

/**
 * SE5: takes the check that was begun earlier. 1 statement; a refused one 2.
 * @throws Refusal NUMBER_CODE_WRONG
 */
export async function takeCheck(
  { numberChecks, clock }: Needs,
  rules: QueueRules,
  { phone, numberCheckId: id, numberCheckCode: code, idempotencyKey }: NumberShown & { readonly numberCheckId: string },
): Promise<TakenCheck> {
  const name = { id, phone, queue: rules.settings.name };
  const now = clock.now();
  const result = await numberChecks.redeem(name, { code, idempotencyKey }, now);
  if (!result.passed) {
    const view = viewer(id, rules, now);
    // Nothing was typed: no wrong code.
    if (code === undefined && result.facts?.state === 'sent') throw checkNeeded(view(result.facts));
    throw codeRefused(result.facts, now, view);
  }
  return { giveBack: () => numberChecks.release(name, idempotencyKey, codeExpiry(clock.now())) };
}

/**
 * SE5: has a code sent, once for each Idempotency-Key, and says so by a refusal. 3 statements and one message.
 * @throws Refusal NUMBER_CHECK_NEEDED always, unless one of TOO_MANY_REQUESTS, COUNTRY_NOT_PERMITTED, UNAVAILABLE
 */
export async function beginCheck(deps: Needs, rules: QueueRules, shown: NumberShown): Promise<never> {
  const { numberChecks, clock, credentials } = deps;
  const { phone, idempotencyKey, address, language } = shown;
  const name = {
    id: idempotencyKey === undefined ? credentials.newToken() : numberChecks.idOf(idempotencyKey),
    phone,
    queue: rules.settings.name,
  };
  const now = clock.now();
  const facts = firstFacts(now);
  const code = drawCode(credentials.draw);
  const known = await numberChecks.begin(name, { code, ...facts });
  const view = viewer(name.id, rules, now);
  if (known) throw checkNeeded(view(known));
  try {
    await limitCodes(deps, phone, address);
    await send(deps, rules, { name, code, facts, language });
  } catch (error) {
    await numberChecks.forget(name);
    throw error;
  }
  throw checkNeeded(view(facts));
}

/** See `NumberCheckVerbs.resendCode`. */
export async function resendCode(
  deps: Needs,
  wish: {
    readonly numberCheckId: string;
    readonly serviceName: string;
    readonly phoneNumber: string;
    readonly language?: string | null | undefined;
  },
  address: string,
): Promise<NumberCheck> {
  const { numberChecks, clock, credentials } = deps;
  const rules = queueRules(deps.site, wish.serviceName);
  const { e164: phone } = judgeNumber(wish.phoneNumber, { rule: rules.numberRule });
  const name = { id: wish.numberCheckId, phone, queue: rules.settings.name };
  const now = clock.now();
  const view = viewer(name.id, rules, now);
  const seen = await numberChecks.find(name);
  const from = seen && resendFrom(seen, now);
  if (!seen || from === undefined) throw tooManyCodes(seen, now, view);
  if (from > now) throw tooSoon(from, now);
  await limitCodes(deps, phone, address);
  const facts: CheckFacts = { ...seen, sends: seen.sends + 1, sentAt: now, expiresAt: codeExpiry(now) };
  const code = drawCode(credentials.draw);
  if (!(await numberChecks.replaceCode(name, { code, ...facts }, seen))) throw tooSoon(now + 1000, now);
  await send(deps, rules, { name, code, facts, language: wish.language ?? undefined });
  return view(facts);
}

/** See `NumberCheckVerbs.simulatedMessage`. */
export function simulatedMessage(
  { codes, credentials }: Pick<Dependencies, 'codes' | 'credentials'>,
  numberCheckId: string,
): Pick<CodeMessage, 'way' | 'text'> {
  if (!codes.pretended)
    throw new Refusal('WRONG_STATE', 'Messages are real here: the simulator does not stand in for telephony. Look at the phone.');
  const message = codes.pretended(checkOf({ credentials }, numberCheckId));
  if (!message) throw new Refusal('NOT_FOUND', 'There is no such message, or it is no longer remembered. Ask for a new code.');
  return { way: message.way, text: message.text };
}

/** Forgets checks that are over. */
export const sweepNumberChecks = ({ numberChecks }: Pick<Needs, 'numberChecks'>, now: number): Promise<void> => numberChecks.sweep(now);

const viewer =
  (id: string, rules: QueueRules, now: number) =>
  (facts: CheckFacts): NumberCheck =>
    // A check outlives the setting that asked for it.
    checkView(id, wayOf(rules) ?? 'sms', { facts, now });

const checkOf = ({ credentials }: Pick<Dependencies, 'credentials'>, id: string): string =>
  Buffer.from(credentials.digest(id)).toString('base64url').slice(0, 22);

interface Sending {
  readonly name: CheckName;
  readonly code: string;
  readonly facts: CheckFacts;
  readonly language: string | undefined;
}

async function send(deps: Needs, rules: QueueRules, { name, code, facts, language }: Sending): Promise<void> {
  const way = wayOf(rules) ?? 'sms';
  const result = await deps.codes.send({
    check: checkOf(deps, name.id),
    madeAt: facts.sentAt,
    // Judged by the caller.
    phone: name.phone as E164,
    way,
    code,
    ...codeText(way, code, language),
    queue: name.queue,
    expiresAt: facts.expiresAt,
  });
  if (result.kind === 'sent') return;
  deps.log.warn('a code could not be sent', { way, queue: name.queue, kind: result.kind, reason: result.reason });
  if (result.kind === 'refused')
    throw new Refusal(
      'COUNTRY_NOT_PERMITTED',
      `No code can be brought to this number ${way === 'sms' ? 'by text message' : 'by a call'}. Use another number.`,
    );
  throw new Refusal('UNAVAILABLE', 'The code could not be sent just now. Try again in a minute, or contact us another way.', {
    // Long enough that no client tries again by itself: each try may cost a message.
    retryAfterSeconds: 60,
  });
}

/** SE5: codes cost money, and phones their peace. Counted where they are sent, over all replicas. */
async function limitCodes({ site, requests, clock }: Needs, phone: string, address: string): Promise<void> {
  const { codesPerAddressPerHour = CODES_PER_ADDRESS, codesPerNumberPerDay = CODES_PER_NUMBER } = site.effective.config.limits;
  const now = clock.now();
  const quotas = [
    { of: `code address ${addressGroup(address)}`, most: codesPerAddressPerHour, lengthMs: HOUR_MS, whose: 'from your network' },
    { of: `code number ${phone}`, most: codesPerNumberPerDay, lengthMs: DAY_MS, whose: 'for this number' },
  ];
  for (const { of, most, lengthMs, whose } of quotas) {
    if (most === 0) continue;
    const { granted, nextAt } = await requests.slide({ key: requests.keyOf(of), most, lengthMs }, now);
    if (granted) continue;
    const retryAfterSeconds = Math.max(1, Math.ceil((nextAt - now) / 1000));
    const minutes = Math.ceil(retryAfterSeconds / 60);
    const when = minutes > 90 ? `${Math.ceil(minutes / 60)} hours` : `${minutes} minutes`;
    throw new Refusal('TOO_MANY_REQUESTS', `Too many codes were asked for ${whose}. Try again in ${when}, or contact us another way.`, {
      retryAfterSeconds,
    });
  }
}

function tooSoon(from: number, now: number): Refusal {
  const retryAfterSeconds = Math.max(1, Math.ceil((from - now) / 1000));
  return new Refusal('TOO_MANY_REQUESTS', `A code is on its way already. Another one may be asked for in ${retryAfterSeconds} seconds.`, {
    retryAfterSeconds,
  });
}

/** All codes of this check are sent, or it is over. */
const tooManyCodes = (seen: CheckFacts | undefined, now: number, view: (facts: CheckFacts) => NumberCheck): Refusal => {
  const refusal = codeRefused(seen, now, view);
  return refusal.numberCheck
    ? new Refusal(
        'NUMBER_CODE_WRONG',
        'No further code is sent for this check. Type one that has arrived, or send the booking without numberCheckId to begin a new one.',
        { numberCheck: refusal.numberCheck },
      )
    : refusal;
};
