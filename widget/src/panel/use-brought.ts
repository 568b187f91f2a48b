import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { useKit } from '../ui/kit.js';
import { useSignal } from '../ui/signals.js';

/** A part of the panel that few need: undefined until it is loaded, which the first event of a name brings about. */
export function useBrought<Props = object>(event: string, load: () => Promise<ComponentType<Props>>): ComponentType<Props> | undefined {
  const { plugin, environment } = useKit();
  const shown = useSignal<{ Part?: ComponentType<Props> }>({});
  useEffect(() => {
    let isShown = true;
    const leave = plugin?.subscribe(event, async () => {
      try {
        const Part = await load();
        if (isShown) shown.value = { Part };
      } catch (cause) {
        environment.warn(`A part of the panel could not be loaded (${event})`, cause);
      }
    });
    return () => {
      isShown = false;
      leave?.();
    };
    // `load` is the same in each drawing.
  }, [plugin, environment, event]);
  return shown.value.Part;
}
