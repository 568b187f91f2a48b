import type { LoadFormat } from './use-format.js';

/** Fetches formatter and rules when the first digit is typed: half of all the panel's bytes, and nobody waits for them. */
export const loadFormat: LoadFormat = async (code) => (await import('./format-number.js')).loadFormat(code);
