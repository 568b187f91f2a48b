import { useSignal, type ReadonlySignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { failureText } from '../api/request-failure.js';

type Loaded<Value> =
  { readonly kind: 'loading' } | { readonly kind: 'failed'; readonly message: string } | { readonly kind: 'ready'; readonly value: Value };

/** What a request answers, asked for when the component appears, and again on `reload`. The newest request wins. */
export function useLoaded<Value>(ask: () => Promise<Value>): { readonly state: ReadonlySignal<Loaded<Value>>; reload(): Promise<void> } {
  const state = useSignal<Loaded<Value>>({ kind: 'loading' });
  const newest = useSignal(0);
  const reload = async (): Promise<void> => {
    const mine = (newest.value += 1);
    const next = await ask().then(
      (value): Loaded<Value> => ({ kind: 'ready', value }),
      (error: unknown): Loaded<Value> => ({ kind: 'failed', message: failureText(error) }),
    );
    if (mine === newest.value) state.value = next;
  };
  useEffect(() => void reload(), []);
  return { state, reload };
}
