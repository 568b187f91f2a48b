import type { CallbackWidgetOptions } from '../options/widget-options.js';

/** How the element shows itself: a button in the page's text, the form itself, or the usual button in the corner. */
export type Display = 'button' | 'inline' | 'corner';

/** Attribute -> option. */
const TEXTS = {
  'api-key': 'apiKey',
  service: 'service',
  'service-name': 'serviceName',
  'base-url': 'baseUrl',
  theme: 'theme',
  lang: 'lang',
  label: 'label',
  position: 'position',
} as const satisfies Record<string, keyof CallbackWidgetOptions>;

export const ATTRIBUTES: readonly string[] = [...Object.keys(TEXTS), 'display', 'user-data', 'proactive'];

/** What the attributes of an element say; an attribute that isn't there says nothing. */
export function readAttributes(get: (attribute: string) => string | null, warn: (message: string) => void): CallbackWidgetOptions {
  const texts = Object.entries(TEXTS).flatMap(([attribute, option]) => {
    const value = get(attribute);
    return value === null ? [] : [[option, value] as const];
  });
  const proactive = get('proactive');
  const userData = readUserData(get('user-data'), warn);
  return {
    ...(Object.fromEntries(texts) as CallbackWidgetOptions),
    ...(userData && { userData }),
    ...(proactive !== null && { proactive: proactive !== 'false' }),
  };
}

function readUserData(text: string | null, warn: (message: string) => void): Record<string, unknown> | undefined {
  if (text === null) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Said below.
  }
  warn('Attribute "user-data" is ignored: expected a JSON object');
  return undefined;
}

export const readDisplay = (given: string | null): Display => (given === 'inline' || given === 'corner' ? given : 'button');
