import { ENDPOINTS, type CaptchaProvider, type captchaEdit, type captchaPart } from '@ringback/contract';
import type { InferInput, InferOutput } from 'valibot';
import { problemsOf, type Problems } from './part-editor.js';

type Views = InferOutput<typeof captchaPart>['value'];
type Edit = InferInput<typeof captchaEdit>;

/** One key set in the form; numbers and lists as they are typed. */
export interface KeySetDraft {
  readonly provider: CaptchaProvider;
  readonly name: string;
  readonly siteKey: string;
  /** Empty: the one that is saved stays. */
  readonly secretKey: string;
  /** The saved secret as the server shows it; undefined of a new key set. */
  readonly shown: string | undefined;
  readonly threshold: string;
  readonly action: string;
  /** One a line. */
  readonly hostnames: string;
  readonly verifyUrl: string;
  readonly scriptUrl: string;
  readonly onVerifierDown: 'fail-closed' | 'fail-open';
  readonly sendRemoteIp: boolean;
}

/** The form of the captcha. */
export interface CaptchaDraft {
  /** Place of the key set that visitors meet; -1: none. */
  readonly active: number;
  readonly sets: readonly KeySetDraft[];
}

export const NO_CAPTCHA: CaptchaDraft = { active: -1, sets: [] };

export const newKeySet = (name: string): KeySetDraft => ({
  provider: 'recaptcha-v3',
  name,
  siteKey: '',
  secretKey: '',
  shown: undefined,
  threshold: '0.5',
  action: '',
  hostnames: '',
  verifyUrl: '',
  scriptUrl: '',
  onVerifierDown: 'fail-closed',
  sendRemoteIp: false,
});

/** As the server picks it: the one that says so, else the first that doesn't say no. */
const activeOf = (views: Views): number => {
  const said = views.findIndex(({ active }) => active === true);
  return said >= 0 ? said : views.findIndex(({ active }) => active !== false);
};

export const toCaptchaDraft = (views: Views): CaptchaDraft => ({
  active: activeOf(views),
  sets: views.map((view) => ({
    provider: view.provider,
    name: view.name,
    siteKey: view.siteKey,
    secretKey: '',
    shown: view.secretKey,
    threshold: String(view.threshold),
    action: view.action ?? '',
    hostnames: view.hostnames.join('\n'),
    verifyUrl: view.verifyUrl ?? '',
    scriptUrl: view.scriptUrl ?? '',
    onVerifierDown: view.onVerifierDown,
    sendRemoteIp: view.sendRemoteIp,
  })),
});

/** The request that saves it. */
export const captchaEditOf = (version: number, { active, sets }: CaptchaDraft): Edit => ({
  version,
  value: sets.map((set, place) => ({
    provider: set.provider,
    name: set.name.trim(),
    siteKey: set.siteKey.trim(),
    ...(set.secretKey.trim() !== '' && { secretKey: set.secretKey.trim() }),
    // Only a score has them.
    ...(set.provider === 'recaptcha-v3' && { threshold: set.threshold.trim() === '' ? Number.NaN : Number(set.threshold) }),
    ...(set.provider === 'recaptcha-v3' && set.action.trim() !== '' && { action: set.action.trim() }),
    hostnames: set.hostnames.split(/[\s,]+/).filter((host) => host !== ''),
    ...(set.verifyUrl.trim() !== '' && { verifyUrl: set.verifyUrl.trim() }),
    ...(set.scriptUrl.trim() !== '' && { scriptUrl: set.scriptUrl.trim() }),
    onVerifierDown: set.onVerifierDown,
    sendRemoteIp: set.sendRemoteIp,
    active: place === active,
  })),
});

/** What is wrong with it. */
export function captchaProblems(version: number, draft: CaptchaDraft): Problems {
  const needed = draft.sets.flatMap(({ secretKey, shown }, place) =>
    secretKey.trim() === '' && shown === undefined ? [[`value.${place}.secretKey`, 'Must not be empty.'] as const] : [],
  );
  return { ...problemsOf(ENDPOINTS.putCaptchaKeySets.body, captchaEditOf(version, draft)), ...Object.fromEntries(needed) };
}
