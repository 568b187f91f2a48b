import { useKit } from '../../ui/kit.js';
import { useBrought } from '../use-brought.js';

const loadArea = async () => (await import('./CaptchaArea.js')).CaptchaArea;

/**
 * Where a check of humanness shows itself: such a script needs the page's own tree, so what it draws stays there, as a child of the
 * panel's element with `slot="captcha"`, and is shown here. Sites without one have an empty place, which takes no room.
 */
export function CaptchaSlot() {
  const { plugin } = useKit();
  const Area = useBrought('Recaptcha.changed', loadArea);
  return Area && plugin ? <Area bus={plugin} /> : <slot name="captcha" />;
}
