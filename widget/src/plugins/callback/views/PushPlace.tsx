import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { useKit } from '../../../ui/kit.js';
import { useSignal } from '../../../ui/signals.js';

/** Where messages are offered, on sites that do; the offer itself comes when there is one to make. */
export function PushPlace() {
  const { plugin, environment } = useKit();
  const shown = useSignal<{ Offer?: ComponentType }>({});
  useEffect(() => {
    let isShown = true;
    const leave = plugin?.subscribe('Push.offered', async () => {
      try {
        const { PushOffer } = await import('./PushOffer.js');
        if (isShown) shown.value = { Offer: PushOffer };
      } catch (cause) {
        environment.warn('The offer of messages could not be loaded', cause);
      }
    });
    return () => {
      isShown = false;
      leave?.();
    };
  }, [plugin, environment]);
  const { Offer } = shown.value;
  return Offer ? <Offer /> : null;
}
