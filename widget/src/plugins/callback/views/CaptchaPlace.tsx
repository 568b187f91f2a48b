import { useEffect } from 'preact/hooks';
import { useKit } from '../../../ui/kit.js';
import type { Session } from '../session.js';
import { useBrought } from '../../../panel/use-brought.js';

/**
 * Where a check of humanness shows itself: such a script needs the page's own tree, so what it draws stays there, as a child of the
 * panel's element with `slot="captcha"`, and is shown here. Sites without one have an empty place, which takes no room.
 */
export function CaptchaPlace({ session }: { session: Session }) {
  const { plugin } = useKit();
  const { captcha } = session.offer.value;
  useEffect(() => {
    // What goes wrong is shown in its place, and tried again when something is sent.
    if (captcha) void plugin?.command('Recaptcha.prepare', { offer: captcha });
  }, [plugin, captcha]);
  const Area = useBrought('Recaptcha.changed', async () => (await import('../../../panel/captcha/CaptchaArea.js')).CaptchaArea);
  return Area && plugin ? <Area bus={plugin} /> : <slot name="captcha" />;
}
