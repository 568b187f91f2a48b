import type { Field } from '../fields.js';

type Consent = Extract<Field, { type: 'consent' }>;

/** The words of a consent around its link: where they say `{link}`, else at their end. */
export function consentParts({ label, link }: Consent): { before: string; after: string } {
  const [before = '', ...rest] = label.split('{link}');
  return link && rest.length > 0 ? { before, after: rest.join('') } : { before: link ? `${label} ` : label, after: '' };
}

/** What the visitor read when they agreed, as plain text. */
export function consentText(field: Consent): string {
  const { before, after } = consentParts(field);
  const { link } = field;
  const named = link && (link.text === link.url ? link.url : `${link.text} (${link.url})`);
  return `${before}${named ?? ''}${after}`.trim();
}
