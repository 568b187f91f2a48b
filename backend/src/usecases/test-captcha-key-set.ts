import type { CaptchaTested } from '@ringback/contract';
import { captchaFault, captchaKeySets, type CaptchaFault } from '../domain/captcha.js';
import { Refusal } from '../domain/refusal.js';
import type { Dependencies } from './dependencies.js';

/** No token of any provider: what a verifier says of it tells what it thinks of the secret key. */
const NO_TOKEN = 'ringback-key-test';
const KEYS = 'The verifier does not accept the secret key. Copy it again, and check that it belongs to the site key and the provider.';

const ADVICE: Readonly<Record<CaptchaFault, string>> = {
  keys: KEYS,
  'not-passed': 'The verifier does not accept the token. Check that it was made with the site key of this very key set.',
  'too-old': 'The token is more than two minutes old, or was used already. Make a new one.',
  incomplete:
    'The verifier accepts the token, but does not say all that is to be checked. Check that the keys are of the chosen provider, and verifyUrl.',
  'wrong-host': 'The token works, but was made on a page whose host is not among hostnames. Add the host, or try it on a listed page.',
  'wrong-action': 'The token works, but was made for another action than this key set names.',
  'low-score': 'The token works, but its score is below the threshold. Lower the threshold if people are refused.',
};

/** See `CaptchaVerbs.testCaptchaKeySet`. No statement. */
export async function testCaptchaKeySet(
  { site, captcha, clock }: Pick<Dependencies, 'site' | 'captcha' | 'clock'>,
  name: string,
  token: string | undefined,
): Promise<CaptchaTested> {
  const keySet = captchaKeySets(site.effective.config.site.captcha).find((one) => one.name === name);
  if (!keySet) throw new Refusal('NOT_FOUND', `There is no captcha key set "${name.slice(0, 100)}". Save it first, then try it.`);
  const now = clock.now();
  const answer = await captcha.ask(keySet, { token: token ?? NO_TOKEN });
  if (answer.kind === 'down')
    return {
      ok: false,
      message: `The verifier could not be asked (${answer.reason}). Check verifyUrl, and that this server may connect to it.`,
    };
  const { report } = answer;
  const fault = captchaFault(keySet, report, now);
  const score = keySet.provider === 'recaptcha-v3' && report.score !== undefined ? { score: report.score } : {};
  if (token !== undefined)
    return fault === undefined
      ? { ok: true, message: 'The key set works: the token passes.', ...score }
      : { ok: false, message: ADVICE[fault], ...score };
  if (report.success) return { ok: false, message: 'The verifier accepts anything, even what is no token. Check verifyUrl.' };
  return fault === 'keys'
    ? { ok: false, message: KEYS }
    : { ok: true, message: 'The verifier answers and accepts the secret key. Try it with a token, too.' };
}
