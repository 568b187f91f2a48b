import type { Judge } from '../form-state.js';

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** What the definition alone says of a value: that it is needed, or is to be an address. The number has rules of its own. */
export const judgeValue: Judge = (field, value) => {
  if (field.type === 'phone' || field.type === 'hidden') return undefined;
  if (field.required && value === '') return { key: 'FieldRequired' };
  const isWrong = field.type === 'text' && field.input === 'email' && value !== '' && !EMAIL.test(value);
  return isWrong ? { key: 'EmailInvalid' } : undefined;
};
