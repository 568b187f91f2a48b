import { countryByDigits } from './countries.js';
import { useFormat, type LoadFormat } from './use-format.js';

/** An E.164 number as people write it: `+1 212 345 6789`. */
export function ShownNumber({ number, loadFormat }: { number: string; loadFormat: LoadFormat }) {
  const digits = number.replace(/^\+/, '');
  const country = countryByDigits(digits);
  return country ? <Known value={{ country, digits: digits.slice(country.code.length) }} loadFormat={loadFormat} /> : <>{number}</>;
}

function Known({ value, loadFormat }: { value: Parameters<ReturnType<typeof useFormat>>[0]; loadFormat: LoadFormat }) {
  const format = useFormat(value, loadFormat);
  return <>{`+${value.country.code} ${format(value)}`}</>;
}
