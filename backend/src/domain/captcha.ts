import type { CaptchaKeySet, CaptchaOffer } from '@ringback/contract';

const SCRIPT_URL = 'https://www.google.com/recaptcha/api.js';
/** How long a token is good, by its provider's documents. */
const TOKEN_LIFE_MS = 120_000;
/** How far the verifier's clock may be ahead of ours. */
const CLOCK_SKEW_MS = 60_000;

/** What the verifier says of a token. Nothing of it can be trusted to be there. */
export interface CaptchaReport {
  readonly success: boolean;
  /** Codes that are documented, no others. */
  readonly errors: readonly string[];
  /** Of the page it was solved on, or the package name of an app. */
  readonly hostname: string | undefined;
  /** Epoch ms. */
  readonly solvedAt: number | undefined;
  /** 0 a machine, 1 a person; only of recaptcha-v3, as is the action. */
  readonly score: number | undefined;
  readonly action: string | undefined;
}

type Configured = CaptchaKeySet | readonly CaptchaKeySet[] | null | undefined;

export const captchaKeySets = (configured: Configured): readonly CaptchaKeySet[] =>
  Array.isArray(configured) ? configured : configured ? [configured as CaptchaKeySet] : [];

/** CA1: the key set that visitors meet; undefined: there is no captcha. */
export function activeKeySet(configured: Configured): CaptchaKeySet | undefined {
  const sets = captchaKeySets(configured);
  return sets.find(({ active }) => active === true) ?? sets.find(({ active }) => active === undefined);
}

/** What visitors may know of a key set. */
export const captchaOfferOf = ({ provider, siteKey, action, scriptUrl = SCRIPT_URL }: CaptchaKeySet): CaptchaOffer => ({
  provider,
  siteKey,
  ...(provider === 'recaptcha-v3' && action !== undefined && { action }),
  scriptUrl,
});

/**
 * What is wrong with a token. `keys`: our own secret key is not accepted; `incomplete`: the verifier says yes, but not all that there
 * is to check; `too-old` is a used one, too: the provider does not tell them apart.
 */
export type CaptchaFault = 'keys' | 'not-passed' | 'too-old' | 'incomplete' | 'wrong-host' | 'wrong-action' | 'low-score';

/** CA1: undefined when a report holds for a key set. `now`: when the token came, epoch ms. */
export function captchaFault(keySet: CaptchaKeySet, report: CaptchaReport, now: number): CaptchaFault | undefined {
  if (!report.success) return refusedFault(report.errors);
  if (report.solvedAt === undefined || report.solvedAt - now > CLOCK_SKEW_MS) return 'incomplete';
  if (now - report.solvedAt > TOKEN_LIFE_MS) return 'too-old';
  return hostFault(keySet, report) ?? (keySet.provider === 'recaptcha-v3' ? scoreFault(keySet, report) : undefined);
}

function refusedFault(errors: readonly string[]): CaptchaFault {
  if (errors.includes('missing-input-secret') || errors.includes('invalid-input-secret')) return 'keys';
  return errors.includes('timeout-or-duplicate') ? 'too-old' : 'not-passed';
}

function hostFault({ hostnames }: CaptchaKeySet, { hostname }: CaptchaReport): CaptchaFault | undefined {
  if (hostnames.length === 0) return undefined;
  if (hostname === undefined) return 'incomplete';
  return hostnames.some((allowed) => allowed.toLowerCase() === hostname.toLowerCase()) ? undefined : 'wrong-host';
}

function scoreFault({ action, threshold }: CaptchaKeySet, report: CaptchaReport): CaptchaFault | undefined {
  if (report.score === undefined || (action !== undefined && report.action === undefined)) return 'incomplete';
  if (action !== undefined && report.action !== action) return 'wrong-action';
  return report.score < threshold ? 'low-score' : undefined;
}
