import { useBrought } from '../../../panel/use-brought.js';

/** Where messages are offered, on sites that do; the offer itself comes when there is one to make. */
export function PushPlace() {
  const Offer = useBrought('Push.offered', async () => (await import('../../../panel/PushOffer.js')).PushOffer);
  return Offer ? <Offer /> : null;
}
