import { useEffect } from 'preact/hooks';
import type { FormatNumber } from './format-number.js';
import type { PhoneValue } from './typed-number.js';
import { useSignal } from '../ui/signals.js';

/** Loads the formatter of a calling code; everything works while, and when, it isn't there. */
export type LoadFormat = (code: string) => Promise<FormatNumber>;

/** Formats with the rules of the value's country once they are loaded; digits as they are until then. Loads nothing for an empty value. */
export function useFormat(value: PhoneValue, load: LoadFormat): (value: PhoneValue) => string {
  const ready = useSignal<{ zone: string; format: FormatNumber } | undefined>(undefined);
  const zone = value.country.code.charAt(0);
  const typed = value.digits !== '';
  useEffect(() => {
    if (!typed || ready.value?.zone === zone) return undefined;
    let current = true;
    load(zone).then(
      (format) => current && (ready.value = { zone, format }),
      () => undefined,
    );
    return () => void (current = false);
  }, [typed, zone, load]);
  const loaded = ready.value;
  return ({ country, digits, extension }) =>
    (loaded && country.code.startsWith(loaded.zone) && !digits.startsWith('+') ? loaded.format(country, digits) : digits) +
    (extension === undefined ? '' : ` x${extension}`);
}
