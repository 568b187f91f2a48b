import { Refusal } from '../domain/refusal.js';

const DEEPEST = 32;
const HALF_PAIR = /\p{Surrogate}/u;

/** Whether the text can be stored and sent as UTF-8. NUL and halves of surrogate pairs are legal in JSON, and no database column takes them. */
export const isPlainText = (text: string): boolean => !text.includes('\0') && !HALF_PAIR.test(text);

/**
 * Refuses values that are legal JSON but that nothing behind the border should have to think of.
 * @throws Refusal INVALID_PARAMETER on broken text or nesting deeper than 32 levels.
 */
export function requirePlainText(value: unknown, path = '', depth = 0): void {
  if (depth > DEEPEST)
    throw new Refusal('INVALID_PARAMETER', `the body is nested more than ${DEEPEST} levels deep; expected a flat object`);
  if (typeof value === 'string') {
    if (!isPlainText(value))
      throw new Refusal('INVALID_PARAMETER', `${path || 'the body'} has a character that is not text (NUL or half a surrogate pair)`);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (!isPlainText(key))
      throw new Refusal('INVALID_PARAMETER', `${path || 'the body'} has a key that is not text (NUL or half a surrogate pair)`);
    requirePlainText(inner, path === '' ? key.slice(0, 64) : `${path}.${key.slice(0, 64)}`, depth + 1);
  }
}
