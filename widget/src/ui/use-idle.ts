import { useEffect } from 'preact/hooks';
import { useKit } from './kit.js';
import { useSignal } from './signals.js';

/** False at first, true once the component is drawn and the page has nothing better to do. */
export function useIdle(): boolean {
  const { environment, settled } = useKit();
  const isSeen = settled?.value ?? true;
  const isIdle = useSignal(false);
  useEffect(() => {
    if (isSeen) environment.whenIdle(() => (isIdle.value = true));
  }, [isSeen]);
  return isIdle.value;
}
