import type { CallInText } from '../../i18n/call-in-texts.js';
import type { Country } from '../../phone/countries.js';
import { judgeLength, readPasted, toInternational, type PhoneValue } from '../../phone/typed-number.js';

/** The visitor's number while the panel is open. */
export class OwnNumber {
  readonly #onChange: () => void;
  #value: PhoneValue;
  #isTouched: boolean;
  #problem: CallInText | undefined;

  /** @param text as people write it; may be empty */
  constructor(text: string, country: Country, onChange: () => void) {
    this.#onChange = onChange;
    this.#value = readPasted(text, country);
    this.#isTouched = this.#value.digits !== '';
  }

  get value(): PhoneValue {
    return this.#value;
  }
  /** What is wrong with it. */
  get problem(): CallInText | undefined {
    return this.#problem;
  }

  type(value: PhoneValue): void {
    this.#value = value;
    this.#isTouched = true;
    this.#problem = undefined;
    this.#onChange();
  }
  paste(text: string): void {
    this.type(readPasted(text, this.#value.country));
  }
  /** A better guess of the country, taken only while nobody has touched the field. */
  suggest(country: Country): void {
    if (!this.#isTouched) this.#value = { country, digits: '' };
  }
  refuse(problem: CallInText): void {
    this.#problem = problem;
    this.#onChange();
  }
  /** In international form; undefined, and the problem is there, when nothing was typed. */
  read(): string | undefined {
    if (judgeLength(this.#value) !== 'empty') return toInternational(this.#value);
    this.refuse('NumberMissing');
    return undefined;
  }
}
