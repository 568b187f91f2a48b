import { useEffect } from 'preact/hooks';
import { useKit } from './kit.js';
import { useSignal } from './signals.js';

/** False at first, true once the component has been there for so many milliseconds. */
export function useAfter(ms: number): boolean {
  const { environment, settled } = useKit();
  const isSeen = settled?.value ?? true;
  const passed = useSignal(false);
  useEffect(() => (isSeen ? environment.after(ms, () => (passed.value = true)) : undefined), [isSeen]);
  return passed.value;
}
