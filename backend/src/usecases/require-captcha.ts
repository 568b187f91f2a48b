import type { CaptchaKeySet } from '@ringback/contract';
import { activeKeySet, captchaFault, type CaptchaFault } from '../domain/captcha.js';
import { Refusal } from '../domain/refusal.js';
import type { Dependencies } from './dependencies.js';

/** How long a presented token is remembered: well over the time in which its provider would accept it again. */
const MEMORY_MS = 600_000;
/** Longer than any question to the verifier: whoever claimed a token so long ago has died over it. */
const STALE_CLAIM_MS = 15_000;

type Needs = Pick<Dependencies, 'site' | 'captcha' | 'captchaTokens' | 'clock' | 'log'>;

/** What a visitor shows, and for what. */
export interface CaptchaShown {
  readonly token: string | undefined;
  readonly purpose: 'callback' | 'call-in';
  readonly idempotencyKey: string | undefined;
  readonly address: string;
}

const AGAIN = 'Solve the captcha again, then send the request again.';
const LATER = 'The captcha cannot be checked at the moment. Try again in a minute, or contact us another way.';
const MESSAGES: Readonly<Record<CaptchaFault | 'missing' | 'used' | 'down', string>> = {
  missing: 'captchaToken is missing, and this site asks for a captcha. Solve it, and send its token with the request.',
  used: `This captcha was used for another request already. ${AGAIN}`,
  'too-old': `This captcha is more than two minutes old, or was used already. ${AGAIN}`,
  'not-passed': `The captcha was not passed. ${AGAIN}`,
  'wrong-host': 'This captcha was solved on a page that does not belong to this site. Open the form on the site itself.',
  'wrong-action': `This captcha was solved for something else. ${AGAIN}`,
  'low-score': 'The captcha takes this request for one of a machine. Try again in a minute, or contact us another way.',
  incomplete: LATER,
  keys: LATER,
  down: LATER,
};
const refused = (why: keyof typeof MESSAGES): Refusal => new Refusal('CAPTCHA_FAILED', MESSAGES[why]);

/** For whoever has to show one, and shows none. */
export const captchaMissing = (): Refusal => MISSING;
// Made once: an error costs more to make than all the rest of its answer.
const MISSING = refused('missing');

/** Whether visitors have to solve a captcha now. */
export const asksForCaptcha = ({ site }: Pick<Dependencies, 'site'>): boolean =>
  activeKeySet(site.effective.config.site.captcha) !== undefined;

/**
 * CA1: a token that has passed. 1 statement and 1 question to the verifier; with an Idempotency-Key 2 statements, and that key may
 * show the same token again without a new question: what went wrong after the captcha costs the visitor no second one.
 * @throws Refusal CAPTCHA_FAILED, UNAVAILABLE
 */
export async function requireCaptcha(deps: Needs, { token, purpose, idempotencyKey, address }: CaptchaShown): Promise<void> {
  const keySet = activeKeySet(deps.site.effective.config.site.captcha);
  if (!keySet) return;
  if (token === undefined) throw refused('missing');
  const now = deps.clock.now();
  const use = idempotencyKey === undefined ? undefined : `${purpose} ${idempotencyKey}`;
  const claim = await deps.captchaTokens.claim({ token, use }, { now, staleBefore: now - STALE_CLAIM_MS });
  switch (claim) {
    case 'passed':
      return;
    case 'used':
      throw refused('used');
    case 'asking':
      throw new Refusal('UNAVAILABLE', 'This request is being checked already. Send it again in a moment.', { retryAfterSeconds: 1 });
    case 'claimed':
      return verify(deps, keySet, { token, address, now, keep: use !== undefined });
  }
}

interface Claimed {
  readonly token: string;
  readonly address: string;
  /** When it came, epoch ms. */
  readonly now: number;
  /** Whether it may be shown again. */
  readonly keep: boolean;
}

async function verify(deps: Needs, keySet: CaptchaKeySet, { token, address, now, keep }: Claimed): Promise<void> {
  const answer = await deps.captcha.ask(keySet, { token, address: keySet.sendRemoteIp ? address : undefined });
  if (answer.kind === 'down') {
    deps.log.warn('the captcha verifier is down', { reason: answer.reason, onVerifierDown: keySet.onVerifierDown });
    if (keySet.onVerifierDown === 'fail-closed') {
      await deps.captchaTokens.release(token);
      throw refused('down');
    }
  } else {
    const fault = captchaFault(keySet, answer.report, now);
    if (fault === 'keys' || fault === 'incomplete') deps.log.error('the captcha keys do not fit the verifier', { fault });
    if (fault !== undefined) {
      if (keep) await deps.captchaTokens.settle(token, 'spent');
      throw refused(fault);
    }
  }
  if (keep) await deps.captchaTokens.settle(token, 'passed');
}

/** For what an Idempotency-Key may make several of, one after the other: no more of them with this token. */
export async function spendCaptcha(
  { site, captchaTokens }: Pick<Needs, 'site' | 'captchaTokens'>,
  token: string | undefined,
): Promise<void> {
  if (token !== undefined && asksForCaptcha({ site })) await captchaTokens.settle(token, 'spent');
}

/** Forgets tokens that no verifier would accept any more. */
export const sweepCaptchaTokens = ({ captchaTokens }: Pick<Needs, 'captchaTokens'>, now: number): Promise<void> =>
  captchaTokens.sweep(now - MEMORY_MS);
