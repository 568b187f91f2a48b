import type { Translator } from '../../../i18n/translate.js';
import type { Sending } from '../flow.js';

/** What the locked button says, or `undefined` when nothing is on its way. */
export function busyText(sending: Sending | undefined, translator: Translator): string | undefined {
  if (!sending) return undefined;
  return translator.text(sending.attempt > 1 ? 'ringback.Retrying' : 'ringback.Sending');
}
