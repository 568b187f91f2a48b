import { useEffect } from 'preact/hooks';
import { CaptchaSlot } from '../../../panel/captcha/CaptchaSlot.js';
import { useKit } from '../../../ui/kit.js';
import { prepareCaptcha } from '../prepare-captcha.js';
import type { Session } from '../session.js';

/** The captcha's place in the form and the picker; where there is one, it is made ready with them. */
export function CaptchaPlace({ session }: { session: Session }) {
  const { plugin } = useKit();
  const { captcha } = session.offer.value;
  useEffect(() => captcha && plugin && prepareCaptcha(plugin, session, { offer: captcha }), [plugin, session, captcha]);
  return <CaptchaSlot />;
}
