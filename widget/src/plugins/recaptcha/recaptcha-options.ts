import { recaptchaFields } from '../../options/section-fields.js';
import { readFields, type ValuesOf } from '../../options/read-fields.js';

/** Section `recaptcha`, defaults filled in. */
export type RecaptchaOptions = ValuesOf<typeof recaptchaFields>;

/** Wrong values are as absent ones. */
export const readRecaptcha = (section: unknown): RecaptchaOptions => readFields(section, recaptchaFields, '', () => undefined);
