import type { BusPlugin } from '../../bus/bus-types.js';
import type { CaptchaPlaceOptions } from '../recaptcha/protocol.js';
import type { Session } from './session.js';

/**
 * Takes the captcha's place for a form. That somebody uses the form is told here, since the captcha's plugin may come after the first input.
 * What goes wrong is shown in its place, and tried again when something is sent.
 * @returns stops following the form
 */
export function prepareCaptcha(
  plugin: Pick<BusPlugin<'Callback'>, 'command' | 'subscribe'>,
  { lifecycle }: Pick<Session, 'lifecycle'>,
  place: CaptchaPlaceOptions,
): () => void {
  const prepare = (isBegun: boolean): void => void plugin.command('Recaptcha.prepare', { ...place, isBegun });
  const leave = plugin.subscribe('Callback.started', () => prepare(true));
  prepare(lifecycle.started);
  return leave;
}
