import { useEffect } from 'preact/hooks';
import type { FormatNumber } from './format-number.js';
import type { PhoneValue } from './typed-number.js';
import { useSignal } from '../ui/signals.js';

/** Loads the formatter of a calling code; everything works while, and when, it isn't there. */
export type LoadFormat = (code: string) => Promise<FormatNumber>;

/** Formats with the rules of the value's country once they are loaded; digits as they are until then. Loads nothing for an empty value. */
export function useFormat(value: PhoneValue, load: LoadFormat): (value: PhoneValue) => string {
  const ready = useSignal<{ code: string; format: FormatNumber } | undefined>(undefined);
  const { code } = value.country;
  const typed = value.digits !== '';
  useEffect(() => {
    if (!typed || ready.value?.code === code) return undefined;
    let current = true;
    load(code).then(
      (format) => current && (ready.value = { code, format }),
      () => undefined,
    );
    return () => void (current = false);
  }, [typed, code, load]);
  const loaded = ready.value;
  return ({ country, digits, extension }) =>
    (loaded?.code === country.code && !digits.startsWith('+') ? loaded.format(country, digits) : digits) +
    (extension === undefined ? '' : ` x${extension}`);
}
